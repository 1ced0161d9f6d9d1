using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>
/// The Dockerfile and compose.yaml, which nothing here can build or run: what they refer to exists, and they are confined.
/// </summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = Repository.Read("deploy/docker/Dockerfile");

    private static readonly JsonObject Compose = Yaml.Documents(Repository.Read("deploy/docker/compose.yaml")).Single();

    [RenderedFact]
    public void Every_image_of_the_overlays_and_of_compose_has_a_target()
    {
        HashSet<string> targets = [.. TargetPattern().Matches(Dockerfile).Select(match => match.Groups[1].Value)];
        IEnumerable<string> used = ((string[])["overlays/local", "overlays/gpu"]).SelectMany(overlay => Overlay.Of(overlay).Workloads)
            .SelectMany(workload => workload.Containers).Select(container => (string)container["image"]!)
            .Concat(Compose["services"]!.AsObject().Select(service => (string)service.Value!["image"]!))
            .Where(image => image.StartsWith("ionsweep/", StringComparison.Ordinal)).Distinct();
        string readme = Repository.Read("deploy/README.md");
        foreach (string image in used)
        {
            string target = image["ionsweep/".Length..image.IndexOf(':')];
            Assert.Contains(target, targets);
            Assert.Contains($"--target {target} -t {image}", readme);
        }
        foreach (KeyValuePair<string, JsonNode?> service in Compose["services"]!.AsObject())
            if (service.Value!["build"]?["target"] is { } target) Assert.Contains((string)target!, targets);
    }

    [RenderedFact]
    public void The_image_runs_the_program_that_the_project_makes_as_a_user_of_its_own_at_its_ports()
    {
        Assert.Contains("<AssemblyName>ionsweep-silo</AssemblyName>", Repository.Read("src/Silo/Silo.csproj"));
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"/app/ionsweep-silo.dll\"]", Dockerfile);
        string user = Regex.Match(Dockerfile, @"^USER (\d+):\d+$", RegexOptions.Multiline).Groups[1].Value;
        Assert.NotEqual("", user);
        foreach (Workload workload in Overlay.Of("overlays/gpu").Workloads.Where(one => one.IsNode))
            Assert.Equal(user, workload.PodSpec["securityContext"]!["runAsUser"]!.ToString());
        Assert.Contains($"EXPOSE {SiloOptions.Port("Http__Port")}\n", Dockerfile);
        Assert.Contains($"EXPOSE {SiloOptions.Port("Cluster__SiloPort")} {SiloOptions.Port("Cluster__GatewayPort")}\n", Dockerfile);
        foreach (Match option in OptionPattern().Matches(Dockerfile)) Assert.Contains(option.Value, SiloOptions.Defaults.Keys);
        Assert.DoesNotContain(":latest", Dockerfile);
        foreach (Match copy in CopyPattern().Matches(Dockerfile))
            foreach (string path in copy.Groups[1].Value.Split(' ')) Assert.True(Path.Exists(Repository.PathOf(path)), path);
    }

    [Fact]
    public void Every_service_of_compose_is_confined_limited_and_looked_after()
    {
        foreach ((string name, JsonNode? service) in Compose["services"]!.AsObject())
        {
            Assert.True((bool)service!["read_only"]!, name);
            Assert.Equal(["ALL"], service["cap_drop"]!.AsArray().Select(one => (string)one!));
            Assert.Equal(["no-new-privileges:true"], service["security_opt"]!.AsArray().Select(one => (string)one!));
            Assert.DoesNotMatch("^(root|0)", (string)service["user"]!);
            Assert.Matches(@":\d", (string)service["image"]!);
            Assert.NotNull(service["mem_limit"]);
            Assert.NotNull(service["healthcheck"]!["test"]);
            foreach (JsonNode? port in service["ports"]?.AsArray() ?? []) Assert.StartsWith("127.0.0.1:", (string)port!);
            foreach ((string option, JsonNode? value) in service["environment"]?.AsObject() ?? [])
            {
                Assert.Contains(option, SiloOptions.Defaults.Keys);
                Assert.StartsWith("/run/secrets/", (string)value!);
            }
        }
        Assert.Equal(2, (int)Compose["services"]!["silo"]!["scale"]!);
        foreach (string node in (string[])["silo", "gateway"])
            Assert.True(int.Parse(((string)Compose["services"]![node]!["stop_grace_period"]!)
                .TrimEnd('s')) >= SiloOptions.StopTimeout.TotalSeconds + 10);
        string ignored = Repository.Read(".gitignore");
        foreach (string path in (string[])["/deploy/docker/secrets/", "/deploy/docker/data/", "/deploy/docker/.env"])
            Assert.Contains(path, ignored);
    }

    [GeneratedRegex(@"^FROM \S+ AS (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"IonSweep__\w+")]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex CopyPattern();
}
