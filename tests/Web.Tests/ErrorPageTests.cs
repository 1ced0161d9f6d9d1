using System.Net;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Security;

namespace IonSweep.Web.Tests;

/// <summary>What is refused is said to people on a page with what to do, and to programs as a problem.</summary>
public sealed partial class ErrorPageTests
{
    private const string AsBrowsersDo = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task A_form_beyond_the_role_is_answered_with_a_page_that_keeps_the_session_and_offers_to_log_in()
    {
        using NamedTokens tokens = new();
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { TokensFile = tokens.Path });
        using HttpClient reader = await LogInAsync(server, tokens.Of(Role.Read));
        string antiforgery = AntiforgeryValue().Match(await reader.GetStringAsync("/")).Groups[1].Value;

        (HttpResponseMessage answer, string page) = await SendAsync(reader, "/sweeps/one/cancel", antiforgery, AsBrowsersDo);
        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("needs the role &#x27;submit&#x27;; &#x27;reader&#x27; has &#x27;read&#x27;", page);
        Assert.Contains("<a href=\"/login\">Log in</a>", page);
        Assert.Contains("reader (read)", page);

        (answer, page) = await SendAsync(reader, "/sweeps/one/cancel", "another", AsBrowsersDo);
        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("reload the page", page);

        using HttpClient stranger = server.NewClient();
        (answer, page) = await SendAsync(stranger, "/sweeps/one/cancel", antiforgery, AsBrowsersDo);
        Assert.Equal((HttpStatusCode.Unauthorized, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Log in, go back and send it again.", page);

        foreach ((string path, string accept) in ((string, string)[])[
            ("/sweeps/one/cancel", "*/*"), ("/api/sweeps/one/cancel", AsBrowsersDo)])
        {
            (answer, page) = await SendAsync(reader, path, antiforgery, accept);
            await ApiTests.ProblemAsync(answer, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_form_beyond_the_quota_says_when_to_try_again()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await service.SubmitAsync(new SweepSpec(), "two");
        service.End("two");
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { RunningSweeps = 1 });
        (HttpResponseMessage answer, string page) = await SendAsync(server.Client, "/sweeps/two/resume", "", AsBrowsersDo);
        Assert.Equal((HttpStatusCode.TooManyRequests, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Wait until one has ended.", page);
        Assert.Contains("Try again in 1 min.", page);
        (answer, _) = await SendAsync(server.Client, "/sweeps/two/resume", "", "application/json");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_address_with_nothing_at_it_is_a_page_for_people_and_a_problem_for_programs()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        foreach ((string accept, string type) in ((string, string)[])[(AsBrowsersDo, "text/html"), ("*/*", "application/problem+json")])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/nowhere");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using HttpResponseMessage answer = await server.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.NotFound, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.Contains("There is nothing at this address.", await answer.Content.ReadAsStringAsync());
        }
    }

    private static async Task<(HttpResponseMessage Answer, string Text)> SendAsync(
        HttpClient browser, string path, string antiforgery, string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("antiforgery", antiforgery)]),
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        HttpResponseMessage answer = await browser.SendAsync(request);
        return (answer, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpClient> LogInAsync(RunningServer server, string token)
    {
        HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync(
            "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", token)]));
        browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return browser;
    }

    [GeneratedRegex("""name="antiforgery" content="([0-9a-f]*)""")]
    private static partial Regex AntiforgeryValue();
}
