using System.Net;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Hosting;

namespace IonSweep.Web.Tests;

/// <summary>Who gets in, and what a browser can be tricked into.</summary>
public partial class AccessTests
{
    private const string Token = "a-token-of-good-length";

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://lab-server:5080")]
    public void Without_a_token_the_server_listens_on_loopback_only(string url)
    {
        InvalidServerOptionsException refused = Assert.Throws<InvalidServerOptionsException>(
            () => IonSweepServer.Create(new ServerOptions { Urls = [url] }, new ScriptedSweepService()));
        Assert.Contains("--insecure", refused.Message);
        IonSweepServer.Create(new ServerOptions { Urls = [url], Insecure = true }, new ScriptedSweepService());
        IonSweepServer.Create(new ServerOptions { Urls = [url], Token = Token }, new ScriptedSweepService());
    }

    [Fact]
    public void Short_tokens_and_malformed_addresses_are_refused()
    {
        Assert.Throws<InvalidServerOptionsException>(
            () => IonSweepServer.Create(new ServerOptions { Token = "short" }, new ScriptedSweepService()));
        Assert.Throws<InvalidServerOptionsException>(
            () => IonSweepServer.Create(new ServerOptions { Urls = ["localhost"] }, new ScriptedSweepService()));
        Assert.Throws<InvalidServerOptionsException>(
            () => IonSweepServer.Create(new ServerOptions { Urls = ["https://127.0.0.1:1"] }, new ScriptedSweepService()));
    }

    [Theory]
    [InlineData("GET", "/api/sweeps")]
    [InlineData("GET", "/api/sweeps/one")]
    [InlineData("GET", "/api/sweeps/one/events")]
    [InlineData("GET", "/api/sweeps/one/report")]
    [InlineData("GET", "/api/openapi.json")]
    [InlineData("GET", "/api/datasets/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("POST", "/api/sweeps")]
    [InlineData("POST", "/start")]
    [InlineData("POST", "/sweeps/one/cancel")]
    [InlineData("PUT", "/api/datasets")]
    [InlineData("DELETE", "/api/sweeps/one")]
    public async Task Without_the_token_nothing_is_told_or_done(string method, string path)
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Token = Token });
        using HttpClient stranger = server.NewClient();
        foreach (string? bearer in new[] { null, "", "wrong", Token[..^1], Token + "x", Token.ToUpperInvariant() })
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path);
            if (bearer is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
            using HttpResponseMessage answer = await stranger.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/sweeps")).StatusCode);
    }

    [Fact]
    public async Task A_browser_logs_in_once_and_changes_things_only_with_its_pages_antiforgery_value()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Token = Token });
        using HttpClient browser = server.NewClient();

        using HttpResponseMessage redirect = await browser.GetAsync("/sweeps/one");
        Assert.Equal("/login?return=%2Fsweeps%2Fone", redirect.Headers.Location!.OriginalString);
        using HttpResponseMessage wrong = await browser.PostAsync("/login", Form(("token", "not the token at all")));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage login = await browser.PostAsync("/login", Form(("token", Token), ("return", "/sweeps/one")));
        Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
        Assert.Equal("/sweeps/one", login.Headers.Location!.OriginalString);
        string cookie = login.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.DoesNotContain(Token, cookie);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);

        string page = await browser.GetStringAsync("/sweeps/one");
        string antiforgery = AntiforgeryValue().Match(page).Groups[1].Value;
        Assert.Equal(64, antiforgery.Length);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/sweeps/one/figures/mae.svg")).StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/sweeps/one/cancel", Form())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/api/sweeps/one/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await browser.PostAsync("/sweeps/one/cancel", Form(("antiforgery", new string('0', 64))))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther,
            (await browser.PostAsync("/sweeps/one/cancel", Form(("antiforgery", antiforgery)))).StatusCode);
        using HttpRequestMessage delete = new(HttpMethod.Delete, "/api/sweeps/one");
        delete.Headers.Add("X-IonSweep-Antiforgery", antiforgery);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync(delete)).StatusCode);
    }

    [Fact]
    public async Task A_forged_or_expired_cookie_opens_nothing()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { Token = Token, SessionLifetime = TimeSpan.FromSeconds(-1) });
        using HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync("/login", Form(("token", Token)));
        string expired = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        foreach (string cookie in new[] { expired, "ionsweep-session=99999999999.00.ab", "ionsweep-session=.",
            "ionsweep-session=" + new string('a', 300) })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/sweeps");
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Guessing_at_the_login_is_slowed_down()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService(), new ServerOptions { Token = Token });
        using HttpClient browser = server.NewClient();
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 12; i++) answers.Add((await browser.PostAsync("/login", Form(("token", "guess")))).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_web_site_changes_nothing_on_an_open_server(string header, string value)
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/sweeps") { Content = new StringContent("seed: 1") };
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_foreign_host_name_does_not_reach_an_open_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/sweeps");
        request.Headers.Host = "rebound.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Logging_in_leads_nowhere_else(string target)
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService(), new ServerOptions { Token = Token });
        using HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync("/login", Form(("token", Token), ("return", target)));
        Assert.Equal("/", login.Headers.Location!.OriginalString);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("""name="antiforgery" content="([0-9a-f]*)""")]
    private static partial Regex AntiforgeryValue();
}
