using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Hosting;
using IonSweep.Web.Security;

namespace IonSweep.Web.Tests;

/// <summary>Who did what is written down; nobody takes more than their share.</summary>
public sealed class AuditTests : IDisposable
{
    private const string ServerToken = "a-token-of-good-length";
    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-audit-").FullName;

    private string LogPath => Path.Combine(_folder, "audit.jsonl");

    [Fact]
    public async Task Each_change_is_one_line_that_says_who_what_and_how_it_ended_and_holds_no_secret()
    {
        using NamedTokens tokens = new();
        ManualClock clock = new();
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { TokensFile = tokens.Path, AuditFile = LogPath, Clock = clock });
        string submit = tokens.Of(Role.Submit);
        Assert.Equal(201, await SendAsync(server, submit, HttpMethod.Post, "/api/sweeps?id=one", "seed: 1"));
        Assert.Equal(400, await SendAsync(server, submit, HttpMethod.Post, "/api/sweeps", "folds: none"));
        Assert.Equal(200, await SendAsync(server, submit, HttpMethod.Get, "/api/sweeps", null)); // changes nothing
        Assert.Equal(403, await SendAsync(server, submit, HttpMethod.Delete, "/api/sweeps/one", null));
        Assert.Equal(401, await SendAsync(server, "a-wrong-secret", HttpMethod.Delete, "/api/sweeps/one", null));
        clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(204, await SendAsync(server, submit, HttpMethod.Post, "/api/sweeps/one/cancel", null));
        Assert.Equal(204, await SendAsync(server, tokens.Of(Role.Administer), HttpMethod.Delete, "/api/sweeps/one", null));
        using HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync(
            "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", tokens.Of(Role.Read))]));
        browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using HttpResponseMessage refused = await browser.PostAsync("/sweeps/one/delete?antiforgery=secret-too", null);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        string text = await File.ReadAllTextAsync(LogPath);
        JsonNode[] lines = [.. text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(
            [
                "submiter|submit|SubmitSweep|/api/sweeps/one|201", "submiter|submit|SubmitSweep|/api/sweeps|400",
                "submiter|submit|DeleteSweep|/api/sweeps/one|403", "||wrong token|/api/sweeps/one|401",
                "submiter|submit|CancelSweep|/api/sweeps/one/cancel|204", "administerer|administer|DeleteSweep|/api/sweeps/one|204",
                "reader|read|login|/login|303", "reader|read|POST /sweeps/{id}/delete|/sweeps/one/delete|403",
            ],
            lines.Select(line => string.Join('|', new[] { "name", "role", "action", "object", "outcome" }.Select(key => line[key]))));
        Assert.Equal("2026-11-26T12:00:00Z", lines[0]["time"]!.GetValue<string>());
        Assert.Equal("2026-11-26T12:00:05Z", lines[4]["time"]!.GetValue<string>());
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line["address"]!.GetValue<string>()));
        Assert.DoesNotContain("secret", text);
        Assert.DoesNotContain(NamedToken.Prefix, text);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogPath));
    }

    [Fact]
    public async Task While_nothing_can_be_written_down_nothing_is_changed_and_looking_goes_on()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(
            service, new ServerOptions { Token = ServerToken, AuditFile = LogPath });
        Directory.CreateDirectory(LogPath); // where the file should be
        using (HttpResponseMessage refused = await server.Client.PostAsync("/api/sweeps", new StringContent("seed: 1")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        Assert.Empty(await service.ListAsync());
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/sweeps")).StatusCode);
        Directory.Delete(LogPath);
        using (HttpResponseMessage done = await server.Client.PostAsync("/api/sweeps", new StringContent("seed: 1")))
            Assert.Equal(HttpStatusCode.Created, done.StatusCode);
        Assert.Single(await File.ReadAllLinesAsync(LogPath));
        Assert.Contains("no folder", Assert.Throws<InvalidServerOptionsException>(
            () => IonSweepServer.Check(new ServerOptions { AuditFile = Path.Combine(_folder, "none", "audit") })).Message);
    }

    [Fact]
    public async Task Running_sweeps_are_limited_for_each_person_and_in_all()
    {
        using NamedTokens tokens = new();
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(
            service, new ServerOptions { TokensFile = tokens.Path, RunningSweeps = 3, RunningSweepsEach = 2 });
        string anna = tokens.Of(Role.Submit), boss = tokens.Of(Role.Administer);
        Assert.Equal(201, await SendAsync(server, anna, HttpMethod.Post, "/api/sweeps?id=a", "seed: 1"));
        Assert.Equal(201, await SendAsync(server, anna, HttpMethod.Post, "/api/sweeps?id=b", "seed: 1"));
        Assert.Equal(429, await SendAsync(server, anna, HttpMethod.Post, "/api/sweeps?id=c", "seed: 1"));
        Assert.Equal(201, await SendAsync(server, anna, HttpMethod.Post, "/api/sweeps?id=a", "seed: 1")); // it runs already
        Assert.Equal(201, await SendAsync(server, boss, HttpMethod.Post, "/api/sweeps?id=d", "seed: 1"));
        using (HttpClient client = Client(server, boss))
        using (HttpResponseMessage full = await client.PostAsync("/api/sweeps?id=e", new StringContent("seed: 1")))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
            Assert.Equal(TimeSpan.FromMinutes(1), full.Headers.RetryAfter!.Delta);
            string problem = await full.Content.ReadAsStringAsync();
            Assert.Contains("urn:ionsweep:quota-reached", problem);
            Assert.Contains("3 sweeps run, and this server runs 3 at once", problem);
        }
        service.End("a");
        Assert.Equal(201, await SendAsync(server, anna, HttpMethod.Post, "/api/sweeps?id=c", "seed: 1"));
    }

    [Fact]
    public async Task Uploads_are_limited_for_each_person_and_day()
    {
        using NamedTokens tokens = new();
        ManualClock clock = new();
        string csv = TrainingServer.SmallCsv();
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService(), new ServerOptions
        {
            TokensFile = tokens.Path,
            Clock = clock,
            UploadsEach = 3,
            UploadBytesEach = 2 * csv.Length,
        });
        string anna = tokens.Of(Role.Submit);
        Assert.Equal(201, await PutAsync(anna));
        Assert.Equal(201, await PutAsync(anna, chunked: true));
        clock.Pass(TimeSpan.FromHours(20));
        Assert.Equal(429, await PutAsync(anna)); // the bytes
        Assert.Equal(201, await PutAsync(tokens.Of(Role.Administer))); // somebody else
        using (HttpClient client = Client(server, anna))
        using (HttpResponseMessage refused = await client.PutAsync("/api/datasets", new StringContent(csv, Encoding.UTF8, "text/csv")))
            Assert.Equal(TimeSpan.FromHours(4), refused.Headers.RetryAfter!.Delta);
        clock.Pass(TimeSpan.FromHours(4));
        Assert.Equal(201, await PutAsync(anna));
        for (int i = 0; i < 2; i++) Assert.Equal(400, await PutAsync(anna, "x"));
        Assert.Equal(429, await PutAsync(anna, "x")); // the number

        async Task<int> PutAsync(string token, string? text = null, bool chunked = false)
        {
            using HttpClient client = Client(server, token);
            using HttpRequestMessage request = new(HttpMethod.Put, "/api/datasets")
            {
                Content = new StringContent(text ?? csv, Encoding.UTF8, "text/csv"),
            };
            if (chunked) request.Headers.TransferEncodingChunked = true;
            using HttpResponseMessage answer = await client.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HttpClient Client(RunningServer server, string token)
    {
        HttpClient client = server.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<int> SendAsync(RunningServer server, string token, HttpMethod method, string address, string? body)
    {
        using HttpClient client = Client(server, token);
        using HttpRequestMessage request = new(method, address) { Content = body is null ? null : new StringContent(body) };
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
