using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IonSweep.Web.Hosting;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Tests;

/// <summary>The OpenAPI document is complete: every route of the API is in it, with all that a program must know.</summary>
public sealed partial class OpenApiTests
{
    [Fact]
    public async Task Every_route_of_the_api_is_described_with_its_role_parameters_and_answers()
    {
        WebApplication application = IonSweepServer.Create(new ServerOptions(), new ScriptedSweepService());
        RouteEndpoint[] endpoints =
        [
            .. ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(one => one.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                    && one.RoutePattern.RawText != "/api/openapi.json"),
        ];
        Assert.True(endpoints.Length > 20);
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        JsonNode document = JsonNode.Parse(await server.Client.GetStringAsync("/api/openapi.json"))!;
        HashSet<string> ids = [];
        foreach (RouteEndpoint endpoint in endpoints)
            foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                string path = Constraint().Replace(endpoint.RoutePattern.RawText!.TrimEnd('/'), "{$1}"), what = $"{method} {path}";
                JsonNode? operation = document["paths"]![path]?[method.ToLowerInvariant()];
                Assert.True(operation is not null, $"{what} is not in the document");
                Assert.True(ids.Add(operation["operationId"]?.GetValue<string>() ?? ""), $"{what} has no operationId of its own");
                Assert.True(operation["summary"]?.GetValue<string>().Length > 10, $"{what} has no summary");
                Role role = endpoint.Metadata.GetMetadata<RequiredRole>()!.Role!.Value;
                Assert.Contains(role.Word(), operation["description"]!.GetValue<string>());
                string[] answers = [.. operation["responses"]!.AsObject().Select(one => one.Key)];
                Assert.True(answers.Any(one => one[0] == '2'), $"{what} says of no answer that it went well");
                foreach (string status in role > Role.Read ? new[] { "401", "403", "429", "503" } : ["401", "429"])
                    Assert.True(answers.Contains(status), $"{what} does not say {status}");
                Assert.NotNull(operation["responses"]!["429"]!["headers"]!["Retry-After"]);
                string[] named = [.. (operation["parameters"]?.AsArray() ?? []).Select(one => one!["name"]!.GetValue<string>())];
                foreach (Match one in Parameter().Matches(path)) Assert.Contains(one.Groups[1].Value, named);
                foreach (JsonNode? parameter in operation["parameters"]?.AsArray() ?? [])
                    Assert.True(parameter!["description"]?.GetValue<string>().Length > 5, $"{what}: {parameter["name"]} is not described");
                if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null) Assert.NotNull(operation["requestBody"]);
            }
        // And nothing else: no page, and no route that is gone.
        Assert.Equal(ids.Count + 1, document["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count));
        Assert.NotNull(document["paths"]!["/healthz"]);
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
