using System.CommandLine;

namespace IonSweep.Silo.Options;

/// <summary>The command line's short names for options.</summary>
public static class CommandLine
{
    private static readonly (string Switch, string Key, string Help)[] Switches =
    [
        ("role", "Role", "all (default), silo or gateway"),
        ("redis", "Cluster:Redis", "Redis for clustering and reminders, e.g. redis:6379; without it, one machine"),
        ("cluster", "Cluster:Id", "name of the cluster (ionsweep)"),
        ("silo-port", "Cluster:SiloPort", "port between silos (11111)"),
        ("gateway-port", "Cluster:GatewayPort", "port for gateways (30000)"),
        ("primary-port", "Cluster:PrimaryPort", "without Redis: silo-port of the first silo, which this one joins (this is the first)"),
        ("advertise", "Cluster:Advertise", "IP address that others reach this silo at"),
        ("name", "Cluster:Name", "name of this silo"),
        ("kubernetes", "Cluster:Kubernetes", "true: name, address and death of silos are those of their pods"),
        ("folder", "Storage:Folder", "folder for artifacts (ionsweep-server)"),
        ("blobs", "Storage:Blobs", "connection string of a blob storage account for artifacts"),
        ("blob-endpoint", "Storage:BlobEndpoint", "blob endpoint reached with a managed identity"),
        ("container", "Storage:Container", "blob container (ionsweep)"),
        ("slots", "Training:Slots", "work items at once; 0 trains nothing (one a processor; torch, gpu: group-size)"),
        ("trainer", "Training:Trainer", "cpu (default), torch, or gpu: the work of cpu on CUDA devices; experimental"),
        ("torch-device", "Training:TorchDevice", "best (default), cpu or cuda"),
        ("cuda-index", "Training:CudaIndex", "torch: which CUDA device (0)"),
        ("gpu-devices", "Training:GpuDevices", "gpu: which CUDA devices, with commas between (0)"),
        ("group-size", "Training:GroupSize", "torch, gpu: most networks in one group (256)"),
        ("group-memory", "Training:GroupMemory", "torch, gpu: most GiB of a device for all groups, by estimate (16)"),
        ("group-wait", "Training:GroupWait", "torch, gpu: longest wait of a group's first network (00:00:00.5)"),
        ("accelerator", "Training:Accelerator", "kind of accelerator to announce (none)"),
        ("checkpoint-interval", "Training:CheckpointInterval", "training time between checkpoints (00:00:08)"),
        ("http-port", "Http:Port", "port of API, live page, dashboard and health checks (8080)"),
        ("http-host", "Http:Host", "address to listen at; * for all (localhost)"),
        ("token-file", "Http:TokenFile", "file with the token of whoever administers"),
        ("tokens-file", "Http:TokensFile", "file of named tokens with roles, as 'ionsweep token new' makes it; re-read when it changes"),
        ("audit-file", "Http:AuditFile", "file that each change is written down in, a JSON line each"),
        ("max-running", "Http:MaxRunning", "sweeps that may run at once (64)"),
        ("max-running-each", "Http:MaxRunningEach", "sweeps of one person that may run at once (16)"),
        ("max-uploads-each", "Http:MaxUploadsEach", "files that one person may store a day (1000)"),
        ("max-upload-gib-each", "Http:MaxUploadGibEach", "GiB that one person may store a day (16)"),
        ("dashboard", "Http:Dashboard", "address of the dashboard that pages link to (/dashboard/, where the gateway has it)"),
        ("insecure", "Http:Insecure", "true: let everybody in who can reach the address"),
        ("otlp", "Telemetry:Otlp", "OTLP endpoint for metrics and traces, e.g. http://collector:4317"),
        ("json-logs", "Telemetry:JsonLogs", "true: logs as lines of JSON"),
        ("log-level", "Telemetry:Level", "least severe message logged (information)"),
        ("retention-days", "Retention:Days", "remove ended sweeps after so many days; 0 never (0)"),
    ];

    private static readonly (Option<string> Option, string Key)[] Options =
        [.. Switches.Select(one => (new Option<string>("--" + one.Switch) { HelpName = "VALUE", Description = one.Help }, one.Key))];

    /// <summary>All switches.</summary>
    public static IEnumerable<string> Names => Options.Select(one => one.Option.Name);

    /// <summary>Understands arguments; has an action of its own when they only ask for help or version.</summary>
    public static ParseResult Parse(string[] args)
    {
        RootCommand root = new(
            "Runs sweeps on a cluster. Options may also stand in appsettings.json, or in the environment as IonSweep__Section__Name.");
        foreach ((Option<string> option, _) in Options) root.Add(option);
        return root.Parse(args);
    }

    /// <summary>Adds the command line to a configuration.</summary>
    /// <exception cref="InvalidOptionsException">An argument is none of the known ones, or lacks its value.</exception>
    public static void AddTo(IConfigurationBuilder configuration, ParseResult line)
    {
        List<string> problems = [.. line.UnmatchedTokens.Where(token => token.StartsWith('-'))
            .Select(token => $"'{token}' is no option; --help lists them.")];
        problems.AddRange(Options.Where(one => line.GetResult(one.Option) is { Tokens.Count: 0 })
            .Select(one => $"'{one.Option.Name}' lacks its value: {one.Option.Description}."));
        if (problems.Count == 0) problems.AddRange(line.Errors.Select(error => error.Message));
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
        configuration.AddInMemoryCollection(Options.Where(one => line.GetResult(one.Option) is not null)
            .Select(one => KeyValuePair.Create($"{NodeOptions.Section}:{one.Key}", line.GetValue(one.Option))));
    }
}

/// <summary>Options are unusable.</summary>
public sealed class InvalidOptionsException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>One text for each problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
