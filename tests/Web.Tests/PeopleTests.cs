using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Security;
using Microsoft.Extensions.Logging;

namespace IonSweep.Web.Tests;

/// <summary>Named tokens: their file, their sessions, and how guessing is slowed down.</summary>
public sealed partial class PeopleTests
{
    private const string ServerToken = "a-token-of-good-length";

    [Theory]
    [InlineData("anna", "expected NAME ROLE SHA256, found 1 words")]
    [InlineData("anna owner 00", "'owner' is no role; expected read, submit, administer")]
    [InlineData("anna read 00", "64 hexadecimal digits")]
    [InlineData("a/b read HASH", "'a/b' is no name")]
    [InlineData("server-token read HASH", "the name 'server-token' is that of the token of --token-file")]
    [InlineData("anna read HASH\nanna submit HASH", "'anna' stands there twice")]
    [InlineData("anna read HASH\nbert submit HASH", "another name has the same token")]
    public void A_damaged_line_is_named(string text, string mistake)
    {
        InvalidTokensException damaged = Assert.Throws<InvalidTokensException>(
            () => TokensFile.Read("# people\n\n" + text.Replace("HASH", new string('a', 64)), "tokens"));
        Assert.Contains(mistake, damaged.Message);
        Assert.Contains($"tokens, line {2 + text.Split('\n').Length}:", damaged.Message);
    }

    [Fact]
    public void Tokens_are_added_and_removed_while_comments_stay_and_only_the_owner_reads_the_file()
    {
        using NamedTokens tokens = new();
        File.AppendAllText(tokens.Path, "# instruments\n");
        string added = tokens.Add("raman-2", Role.Read);
        Assert.StartsWith("ionsweep-", added);
        Assert.DoesNotContain(added, File.ReadAllText(tokens.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tokens.Path));
        Assert.Throws<InvalidTokensException>(() => tokens.Add("raman-2", Role.Submit));
        TokensFile.Remove(tokens.Path, "raman-2");
        Assert.DoesNotContain("raman-2", File.ReadAllText(tokens.Path));
        Assert.Contains("# instruments", File.ReadAllText(tokens.Path));
        Assert.Equal(3, TokensFile.ReadFile(tokens.Path).Count);
        Assert.Throws<InvalidTokensException>(() => TokensFile.Remove(tokens.Path, "raman-2"));
    }

    [Fact]
    public async Task The_file_is_read_again_and_a_damaged_one_changes_nothing_but_the_log()
    {
        using NamedTokens tokens = new();
        ManualClock clock = new();
        RecordedLog log = new();
        People people = new(new ServerOptions { TokensFile = tokens.Path, Clock = clock }, log);
        string anna = tokens.Add("anna", Role.Submit);
        Assert.False(people.TryFindNamed(anna, out _)); // not yet
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.True(people.TryFindNamed(anna, out NamedToken? found));
        Assert.Equal(("anna", Role.Submit), (found.Name, found.Role));

        string good = await File.ReadAllTextAsync(tokens.Path);
        await File.WriteAllTextAsync(tokens.Path, good + "bert boss 1\n");
        for (int i = 0; i < 3; i++)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            Assert.True(people.TryFindNamed(anna, out _));
        }
        Assert.Single(log.Errors);
        Assert.Contains("line 6: 'boss' is no role", log.Errors[0]);
        File.Delete(tokens.Path);
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.True(people.TryFindNamed(anna, out _));
        Assert.Equal(2, log.Errors.Count);

        await File.WriteAllTextAsync(tokens.Path, good.Replace("anna submit", "anna read"));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(Role.Read, people.Named("anna")!.Role);
        await File.WriteAllTextAsync(tokens.Path, "");
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.False(people.TryFindNamed(anna, out _));
    }

    [Fact]
    public async Task A_session_has_its_persons_name_and_role_and_its_page_hides_what_they_may_not_do()
    {
        using NamedTokens tokens = new();
        ManualClock clock = new();
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await using RunningServer server = await RunningServer.StartAsync(
            service, new ServerOptions { TokensFile = tokens.Path, Token = ServerToken, Clock = clock });
        string anna = tokens.Add("anna.b@lab", Role.Submit);
        clock.Pass(TimeSpan.FromSeconds(1));

        using HttpClient reader = await LogInAsync(server, tokens.Of(Role.Read)), submitter = await LogInAsync(server, anna),
            administrator = await LogInAsync(server, ServerToken);
        string seen = await reader.GetStringAsync("/sweeps/one");
        Assert.Contains("reader (read)", seen);
        Assert.DoesNotContain("/cancel", seen);
        Assert.DoesNotContain("/delete", seen);
        seen = await submitter.GetStringAsync("/sweeps/one");
        Assert.Contains("anna.b@lab (submit)", seen);
        Assert.Contains("/cancel", seen);
        Assert.DoesNotContain("/delete", seen);
        Assert.Contains("/delete", await administrator.GetStringAsync("/sweeps/one"));

        string antiforgery = AntiforgeryValue().Match(seen).Groups[1].Value;
        string others = AntiforgeryValue().Match(await reader.GetStringAsync("/")).Groups[1].Value;
        Assert.Equal("antiforgery", await FieldOfAsync(submitter, "/sweeps/one/cancel", others));
        Assert.Equal("authorization", await FieldOfAsync(reader, "/sweeps/one/cancel", others));
        Assert.Equal("authorization", await FieldOfAsync(submitter, "/sweeps/one/delete", antiforgery));
        using (HttpResponseMessage cancelled = await submitter.PostAsync("/sweeps/one/cancel", Form(("antiforgery", antiforgery))))
            Assert.Equal(HttpStatusCode.SeeOther, cancelled.StatusCode);

        // Another role counts at once; without the name the session is over.
        string text = await File.ReadAllTextAsync(tokens.Path);
        await File.WriteAllTextAsync(tokens.Path, text.Replace("anna.b@lab submit", "anna.b@lab administer"));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Contains("/delete", await submitter.GetStringAsync("/sweeps/one"));
        TokensFile.Remove(tokens.Path, "anna.b@lab");
        clock.Pass(TimeSpan.FromSeconds(1));
        using HttpResponseMessage gone = await submitter.GetAsync("/sweeps/one");
        Assert.StartsWith("/login", gone.Headers.Location!.OriginalString);
        tokens.Add("anna.b@lab", Role.Submit); // the same name with another token
        clock.Pass(TimeSpan.FromSeconds(1));
        using HttpResponseMessage still = await submitter.GetAsync("/sweeps/one");
        Assert.StartsWith("/login", still.Headers.Location!.OriginalString);
        clock.Pass(TimeSpan.FromHours(12));
        using HttpResponseMessage expired = await reader.GetAsync("/sweeps/one");
        Assert.StartsWith("/login", expired.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Guessing_makes_an_address_wait_but_no_holder_of_a_named_token()
    {
        using NamedTokens tokens = new();
        ManualClock clock = new();
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { TokensFile = tokens.Path, Token = ServerToken, Clock = clock });
        for (int i = 0; i < FailedAttempts.Most; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync($"a-guess-{i}")).StatusCode);
        clock.Pass(TimeSpan.FromSeconds(20));
        using (HttpResponseMessage refused = await AskAsync(ServerToken))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        }
        using HttpClient browser = server.NewClient();
        using (HttpResponseMessage login = await browser.PostAsync("/login", Form(("token", ServerToken))))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, login.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(40), login.Headers.RetryAfter!.Delta);
        }
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(tokens.Of(Role.Read))).StatusCode);
        clock.Pass(TimeSpan.FromSeconds(40));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(ServerToken)).StatusCode);

        async Task<HttpResponseMessage> AskAsync(string token)
        {
            using HttpClient client = server.NewClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await client.GetAsync("/api/sweeps");
        }
    }

    [Fact]
    public void Addresses_are_counted_apart_and_one_ipv6_network_as_one()
    {
        ManualClock clock = new();
        FailedAttempts failures = new(new ServerOptions { Clock = clock });
        for (int i = 0; i < FailedAttempts.Most; i++) failures.Count(IPAddress.Parse($"2001:db8::{i:x}"));
        Assert.Equal(FailedAttempts.Window, failures.Wait(IPAddress.Parse("2001:db8::ffff")));
        Assert.Equal(TimeSpan.Zero, failures.Wait(IPAddress.Parse("2001:db8:1::1")));
        Assert.Equal(TimeSpan.Zero, failures.Wait(IPAddress.Loopback));
        clock.Pass(FailedAttempts.Window);
        Assert.Equal(TimeSpan.Zero, failures.Wait(IPAddress.Parse("2001:db8::1")));
    }

    private static async Task<HttpClient> LogInAsync(RunningServer server, string token)
    {
        HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync("/login", Form(("token", token)));
        browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return browser;
    }

    private static async Task<string> FieldOfAsync(HttpClient browser, string address, string antiforgery)
    {
        using HttpResponseMessage refused = await browser.PostAsync(address, Form(("antiforgery", antiforgery)));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        return System.Text.Json.Nodes.JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["field"]!.GetValue<string>();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("""name="antiforgery" content="([0-9a-f]*)""")]
    private static partial Regex AntiforgeryValue();

    private sealed class RecordedLog : ILogger<People>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error) Errors.Add(formatter(state, exception));
        }
    }
}
