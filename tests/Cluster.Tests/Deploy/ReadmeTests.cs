using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using IonSweep.Chaos;
using IonSweep.Chaos.Servers;
using IonSweep.Cluster.Tests.Processes;
using IonSweep.Deploy.Tests.Rendering;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;
using Xunit.Abstractions;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// A new user follows deploy/README.md word for word, from images to uninstalling. The sweep is a smaller one, and only <c>docker</c> and
/// <c>kubectl</c> are played: pods are processes of the real program, Redis and Azurite, made as the rendered manifests say.
/// </summary>
public sealed class ReadmeTests(ITestOutputHelper output)
{
    private const string SmallSpec = "small.yaml";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(7);

    [ServersFact(Kubectl = true)]
    public async Task Following_the_readme_word_for_word_leads_from_nothing_to_results_an_upgrade_a_backup_and_back_to_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-readme-").FullName;
        string work = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName,
            programs = Directory.CreateDirectory(Path.Combine(folder, "programs")).FullName;
        try
        {
            await using ProcessCluster cluster = new(folder, Program("SiloPath"), await KubernetesApi.StartAsync());
            Kubectl kubectl = new(cluster, work);
            User user = new(cluster, folder, work, output);
            await using (new CommandShims(programs, ["kubectl", "docker", "look"], async (words, input, killed) => words[0] switch
            {
                "kubectl" => await kubectl.RunAsync(words[1..], input, killed),
                "docker" => Build(cluster, words),
                _ => await user.LookAsync(words[1]),
            }))
            {
                CommandShims.Write(Path.Combine(programs, "ionsweep"), $"#!/bin/bash\nexec dotnet '{Program("ClientPath")}' \"$@\"");
                await File.WriteAllTextAsync(Path.Combine(work, SmallSpec), SpecWriter.ToYaml(ChaosRun.Spec));
                using ChildProcess shell = new("bash", ["-c", Script()], work, new Dictionary<string, string>
                {
                    ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
                });
                try
                {
                    await shell.UntilAsync(() => Task.FromResult(!shell.IsRunning), Limit, "the end of the page");
                }
                finally
                {
                    foreach (string line in shell.Output) output.WriteLine(line);
                }
                Assert.True(shell.ExitCode == 0,
                    $"The commands ended with {shell.ExitCode}. {user.Trouble}\n{string.Join('\n', shell.Output.TakeLast(40))}");
                Assert.Equal(["Use it", "Upgrade", "Rotate the token", "Back up", "Uninstall"], user.Looked);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_section_that_is_followed_has_commands()
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> blocks = ReadmeCommands.Read();
        foreach (string section in ReadmeCommands.Sections) Assert.NotEmpty(blocks[section]);
    }

    /// <summary>The page's commands; after some sections somebody looks whether they did what the page says.</summary>
    private static string Script()
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> blocks = ReadmeCommands.Read();
        int port = FreePorts.Next(); // 8080 may be taken on this machine
        List<string> script = ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"];
        foreach (string section in ReadmeCommands.Sections)
        {
            script.Add($"echo \"== {section}, $SECONDS s\"");
            if (section == "Back up")
            {
                script.Add(blocks[section][0]);
                // "In the same order with this in the place of the second exec, on an empty volume".
                string[] lines = blocks[section][0].Split('\n');
                int exec = Array.FindIndex(lines, line => line.Contains(" exec volume ", StringComparison.Ordinal));
                lines[exec] = $"look 'empty volume'\n{blocks[section][1]}";
                script.Add(string.Join('\n', lines));
            }
            else script.AddRange(blocks[section]);
            if (section is "Use it" or "Upgrade" or "Rotate the token" or "Back up" or "Uninstall") script.Add($"look '{section}'");
        }
        // the preset takes minutes on a busy machine
        return string.Join('\n', script).Replace("8080", $"{port}").Replace("--preset quick", SmallSpec);
    }

    private static (int, byte[]) Build(ProcessCluster cluster, string[] words)
    {
        if (words is not ["docker", "build", "-f", "deploy/docker/Dockerfile", "--target", _, "-t", var tag, "."])
            return (1, [.. "docker: this is not played\n"u8]);
        cluster.Built(tag);
        return (0, []);
    }

    private static string Program(string key) =>
        typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    /// <summary>Looks at the cluster from outside, as the page says one could.</summary>
    private sealed class User(ProcessCluster cluster, string folder, string work, ITestOutputHelper output)
    {
        private string _firstToken = "";

        public List<string> Looked { get; } = [];

        public string Trouble { get; private set; } = "";

        public async Task<(int, byte[])> LookAsync(string after)
        {
            try
            {
                await LookAfterAsync(after);
                if (after != "empty volume") Looked.Add(after);
                return (0, []);
            }
            catch (Exception e)
            {
                Trouble = $"After '{after}': {e}";
                return (1, []);
            }
        }

        private async Task LookAfterAsync(string after)
        {
            switch (after)
            {
                case "Use it":
                    _firstToken = Token();
                    Assert.Equal(await ExpectedAsync(), await ResultsAsync("first"));
                    Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(Path.Combine(work, "first-report.html")),
                        StringComparison.OrdinalIgnoreCase);
                    break;
                case "Upgrade":
                    Assert.Equal(await ExpectedAsync(), await ResultsAsync("upgraded"));
                    PodController silos = cluster.Controllers["statefulset/silo"];
                    Assert.Equal(["silo-0", "silo-1", "silo-2", "silo-3"], silos.Pods.Select(pod => pod.Name));
                    Assert.Equal(8, silos.AllPods.Count()); // each was replaced, once
                    break;
                case "Rotate the token":
                    Assert.NotEqual(_firstToken, Token());
                    Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("/api/sweeps", _firstToken)).StatusCode);
                    Assert.Equal(HttpStatusCode.OK, (await AskAsync("/api/queue", Token())).StatusCode);
                    break;
                case "empty volume":
                    Assert.True(new FileInfo(Path.Combine(work, "backup.tar")).Length > 10_000);
                    string volume = cluster.Claim("data-azurite-0");
                    Directory.Delete(volume, recursive: true);
                    break;
                case "Back up":
                    Assert.Equal(await ExpectedAsync(), await ResultsAsync("first"));
                    Assert.Equal(await ExpectedAsync(), await ResultsAsync("upgraded"));
                    break;
                case "Uninstall":
                    Assert.Empty(cluster.Pods);
                    Assert.False(Directory.Exists(Path.Combine(folder, "claims")));
                    break;
                default:
                    throw new NotSupportedException(after);
            }
            output.WriteLine($"looked after '{after}'");
        }

        private string? _expected;

        private async Task<string> ExpectedAsync() =>
            _expected ??= System.Text.Encoding.UTF8.GetString(await ChaosRun.UndisturbedAsync(ChaosRun.Spec));

        private string Token() => File.ReadAllText(Path.Combine(work, "token")).Trim();

        private async Task<string> ResultsAsync(string id)
        {
            using HttpResponseMessage answer = await AskAsync($"/api/sweeps/{id}/results.csv", Token());
            return await answer.Content.ReadAsStringAsync();
        }

        private async Task<HttpResponseMessage> AskAsync(string path, string token)
        {
            ProcessPod gateway = cluster.Controllers["deployment/gateway"].Pods.First(pod => pod.IsReady);
            using HttpClient http = new();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await http.GetAsync($"http://127.0.0.1:{gateway.PortOf("http")}{path}");
        }
    }
}
