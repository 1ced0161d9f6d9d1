using System.Diagnostics;
using System.Text.Json.Nodes;
using IonSweep.Chaos.Servers;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// A pod as a process: its environment, mounts, probes and stop as the manifest says. Every pod has the loopback address, so ports
/// are others than in the manifest, a folder stands for each mount, and names of Services become addresses. Nothing else differs.
/// </summary>
internal sealed class ProcessPod(ProcessCluster cluster, string name, Workload workload, JsonNode template) : IDisposable
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10), StartLimit = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Http = new() { Timeout = ProbeLimit };

    private readonly Dictionary<string, int> _ports = [];
    private readonly List<ChildProcess> _former = [];
    private ChildProcess? _process;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>All that its processes wrote.</summary>
    public IEnumerable<string> Output => _former.Append(_process).OfType<ChildProcess>().SelectMany(process => process.Output);

    /// <summary>It passed its probes.</summary>
    public bool IsReady { get; private set; }

    private JsonNode Container => template["spec"]!["containers"]![0]!;

    private bool MayAskKubernetes => (bool?)template["spec"]!["automountServiceAccountToken"] == true;

    /// <summary>The port of this machine behind one of its named ports.</summary>
    public int PortOf(string port) => _ports[port];

    /// <summary>Starts it and waits until it is ready; what ends by itself is started again, as kubelets do.</summary>
    public async Task StartAsync()
    {
        foreach (JsonNode? port in Container["ports"]?.AsArray() ?? [])
            _ports[(string)port!["name"]!] = cluster.PortFor(workload, name, (string)port["name"]!);
        cluster.RequireImage((string)Container["image"]!);
        cluster.Kubernetes.Add(name, workload.PodLabels);
        using CancellationTokenSource limit = new(StartLimit);
        for (int tries = 1; ; tries++)
        {
            Launch();
            if (await PassesAsync("startupProbe", limit.Token) && await PassesAsync("readinessProbe", limit.Token)) break;
            if (limit.IsCancellationRequested || tries == 10)
                throw new InvalidOperationException(
                    $"{name} was not ready after {tries} tries within {StartLimit}. Its last "
                        + $"lines:\n{string.Join('\n', Output.TakeLast(20))}");
            _former.Add(_process!);
        }
        IsReady = true;
    }

    /// <summary>preStop, SIGTERM, and no more time than the termination grace.</summary>
    public async Task StopAsync()
    {
        IsReady = false;
        TimeSpan grace = TimeSpan.FromSeconds((int)template["spec"]!["terminationGracePeriodSeconds"]!);
        long start = Stopwatch.GetTimestamp();
        if (Container["lifecycle"]?["preStop"]?["exec"]?["command"] is JsonArray command)
            await RunAsync([.. command.Select(word => (string)word!)], []);
        if (grace == TimeSpan.Zero) _process!.Kill();
        else await _process!.StopAsync(grace - Stopwatch.GetElapsedTime(start));
        cluster.Kubernetes.Remove(name); // watchers are told when its processes have ended
    }

    /// <summary>Runs a command beside it, with its environment and mounts.</summary>
    public async Task<(int ExitCode, byte[] Output)> RunAsync(string[] words, byte[] input)
    {
        ProcessStartInfo start = new(ProgramOf(words[0])) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] port = words[0] == "redis-cli" ? ["-p", $"{_ports["redis"]}"] : []; // it means 6379 where it is not told
        foreach (string word in port.Concat(words.Skip(1).Select(Resolve))) start.ArgumentList.Add(word);
        foreach ((string key, string value) in Variables()) start.Environment[key] = value;
        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    private void Launch()
    {
        string[] words = [
            .. (Container["command"]?.AsArray() ?? []).Concat(Container["args"]?.AsArray() ?? []).Select(word => (string)word!)];
        _process = words.Length > 0
            ? new ChildProcess(ProgramOf(words[0]), words.Skip(1).Select(Resolve), environment: Variables())
            : new ChildProcess("dotnet", [cluster.SiloPath], environment: Variables()); // the image's own entry point
    }

    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> values = [];
        foreach (JsonNode? from in Container["envFrom"]?.AsArray() ?? [])
            foreach ((string key, string value) in cluster.ConfigMap((string)from!["configMapRef"]!["name"]!)) values[key] = value;
        foreach (JsonNode? variable in Container["env"]?.AsArray() ?? [])
        {
            string key = (string)variable!["name"]!;
            if (variable["valueFrom"]?["secretKeyRef"] is { } secret)
            {
                string? found = cluster.SecretOf((string)secret["name"]!, (string)secret["key"]!);
                if (found is not null) values[key] = Resolve(found);
                else if (secret["optional"] is null)
                    throw new InvalidOperationException($"{name}: there is no key {secret["key"]} in a secret {secret["name"]}.");
            }
            else if (variable["valueFrom"]?["fieldRef"] is { } field)
                values[key] = (string)field["fieldPath"]! switch
                {
                    "metadata.name" => name,
                    "metadata.namespace" => "ionsweep",
                    "status.podIP" => "127.0.0.1",
                    "metadata.labels['app.kubernetes.io/instance']" => workload.PodLabels["app.kubernetes.io/instance"],
                    string other => throw new NotSupportedException(other),
                };
            else values[key] = Resolve((string)variable["value"]!);
        }
        if (MayAskKubernetes) values["KUBECONFIG"] = cluster.Kubernetes.Kubeconfig; // in the place of the mounted token
        if (workload.IsNode)
        {
            values["IonSweep__Http__Port"] = $"{_ports["http"]}";
            if (_ports.TryGetValue("silo", out int silo))
                (values["IonSweep__Cluster__SiloPort"], values["IonSweep__Cluster__GatewayPort"]) = ($"{silo}",
                    $"{_ports["orleans-gateway"]}");
            values["DOTNET_PROCESSOR_COUNT"] = (string)Container["resources"]!["limits"]!["cpu"]!; // what .NET makes of a limit
        }
        return values;
    }

    /// <summary>Mounts, ports and Services of a text.</summary>
    private string Resolve(string text)
    {
        foreach (JsonNode? mount in Container["volumeMounts"]?.AsArray() ?? [])
        {
            string path = (string)mount!["mountPath"]!;
            if (text == path || text.StartsWith(path + "/", StringComparison.Ordinal))
                return FolderOf((string)mount["name"]!) + text[path.Length..];
        }
        foreach (JsonNode? port in Container["ports"]?.AsArray() ?? [])
            if (text == port!["containerPort"]!.ToString() && _ports.TryGetValue((string)port["name"]!, out int actual)) return $"{actual}";
        return cluster.ResolveServices(text);
    }

    private string FolderOf(string volume)
    {
        JsonNode? claim = workload.Object["spec"]!["volumeClaimTemplates"]?.AsArray()
            .FirstOrDefault(one => (string)one!["metadata"]!["name"]! == volume);
        if (claim is not null) return cluster.Claim($"{volume}-{name}");
        JsonNode one = template["spec"]!["volumes"]!.AsArray().Single(other => (string)other!["name"]! == volume)!;
        if (one["persistentVolumeClaim"] is { } named) return cluster.Claim((string)named["claimName"]!);
        string folder = cluster.Scratch($"{name}-{volume}");
        if (one["secret"] is { } secret)
            foreach (JsonNode? item in secret["items"]!.AsArray())
                File.WriteAllText(Path.Combine(folder, (string)item!["path"]!),
                    cluster.SecretOf((string)secret["secretName"]!, (string)item["key"]!) ?? throw new InvalidOperationException(
                        $"{name}: there is no key {item["key"]} in a secret {secret["secretName"]}."));
        return folder;
    }

    private static string ProgramOf(string program) => program == "azurite-blob" ? AzuriteServer.Program! : program;

    /// <summary>A probe passed; false when the process ended before.</summary>
    private async Task<bool> PassesAsync(string kind, CancellationToken limit)
    {
        if (Container[kind] is not { } probe) return true;
        while (!limit.IsCancellationRequested)
        {
            if (!_process!.IsRunning) return false;
            if (await PassesOnceAsync(probe)) return true;
            await Task.Delay(100, CancellationToken.None);
        }
        return false;
    }

    private async Task<bool> PassesOnceAsync(JsonNode probe)
    {
        if (probe["tcpSocket"] is { } socket) return await ChildProcess.ListensAsync(_ports[(string)socket["port"]!]);
        if (probe["exec"]?["command"] is JsonArray command)
            return (await RunAsync([.. command.Select(word => (string)word!)], [])).ExitCode == 0;
        try
        {
            using HttpResponseMessage answer =
                await Http.GetAsync($"http://127.0.0.1:{_ports[(string)probe["httpGet"]!["port"]!]}{probe["httpGet"]!["path"]}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
