using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Hosting;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IonSweep.Web.Tests;

/// <summary>Every endpoint that there is, with every role. The endpoints are those of the application: a new one is asked, too.</summary>
public sealed partial class RoleMatrixTests
{
    // What strangers may reach, and what is sent with POST though it changes nothing. Everything else follows from its method.
    private static readonly string[] ForEverybody = ["GET /healthz", "GET /login", "POST /login"];
    private static readonly string[] ChangesNothing =
    [
        "POST /logout", "POST /models/{id}/predict", "POST /api/models/{id}/predict", "POST /start/look", "POST /api/sweeps/plan",
    ];

    private static readonly IReadOnlyList<(string Method, string Pattern, RequiredRole? Required, string Takes)> Endpoints =
        Found();

    public static IEnumerable<object[]> Addresses => Endpoints.Select(one => new object[] { one.Method, one.Pattern });

    [Fact]
    public void There_are_endpoints_to_ask() => Assert.True(Endpoints.Count > 25);

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_endpoint_takes_those_that_have_its_role_and_no_others(string method, string pattern)
    {
        (_, _, RequiredRole? said, string takes) = Endpoints.Single(one => one.Method == method && one.Pattern == pattern);
        RequiredRole required = said
            ?? throw new Xunit.Sdk.XunitException($"{method} {pattern} says of no role that it needs it: add .Needs(Role.…).");
        string name = $"{method} {pattern}";
        bool isPublic = ForEverybody.Contains(name) || pattern.StartsWith("/assets/", StringComparison.Ordinal);
        Role? expected = isPublic ? null
            : method == "GET" || ChangesNothing.Contains(name) ? Role.Read
            : method == "DELETE" || pattern.EndsWith("/delete", StringComparison.Ordinal) ? Role.Administer
            : Role.Submit;
        Assert.Equal(expected, required.Role);

        using NamedTokens tokens = new();
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "one");
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { TokensFile = tokens.Path });
        string address = Parameters().Replace(pattern, found => found.Groups[1].Value.Contains("sha256") ? new string('0', 64) : "one");

        using HttpResponseMessage stranger = await SendAsync(server, method, address, takes, null);
        bool sentToLogin = method == "GET" && !address.StartsWith("/api", StringComparison.Ordinal);
        if (expected is null) Assert.NotEqual(HttpStatusCode.Forbidden, stranger.StatusCode);
        else if (sentToLogin) Assert.StartsWith("/login", stranger.Headers.Location!.OriginalString);
        else Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        foreach (Role role in Enum.GetValues<Role>())
        {
            using HttpResponseMessage answer = await SendAsync(server, method, address, takes, tokens.Of(role));
            if (expected is { } least && role < least)
            {
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.Contains($"needs the role '{least.Word()}'", await answer.Content.ReadAsStringAsync());
            }
            else if (pattern != "/login")
                Assert.DoesNotContain(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden]);
            Assert.True((int)answer.StatusCode < 500, $"{name}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task An_endpoint_that_names_no_role_is_closed_to_administrators_too_and_on_open_servers()
    {
        foreach (string token in (string[])["", "a-token-of-good-length"])
        {
            WebApplication application = IonSweepServer.Create(
                new ServerOptions { Urls = ["http://127.0.0.1:0"], Token = token }, new ScriptedSweepService());
            application.MapGet("/forgotten", () => "told");
            application.MapGet("/said", () => "told").Needs(Role.Administer);
            await application.StartAsync();
            using HttpClient client = new() { BaseAddress = new Uri(application.Urls.Single()) };
            if (token.Length > 0) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using (HttpResponseMessage forgotten = await client.GetAsync("/forgotten"))
            {
                Assert.Equal(HttpStatusCode.Forbidden, forgotten.StatusCode);
                Assert.Contains("names no role", await forgotten.Content.ReadAsStringAsync());
            }
            Assert.Equal("told", await client.GetStringAsync("/said"));
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RunningServer server, string method, string address, string takes, string? token)
    {
        using HttpClient client = server.NewClient();
        using HttpRequestMessage request = new(new HttpMethod(method), address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method != "GET") request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse(takes));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // an event stream does not end
    }

    private static List<(string, string, RequiredRole?, string)> Found()
    {
        WebApplication application = IonSweepServer.Create(new ServerOptions(), new ScriptedSweepService());
        return
        [
            .. ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                    .Select(method => (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/').TrimEnd('/'),
                        endpoint.Metadata.GetMetadata<RequiredRole>(),
                        endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json"))),
        ];
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameters();
}
