using System.Reflection;
using IonSweep.Learning.Torch.Runtime;

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
        ("slots", "Training:Slots", "work items at once; 0 trains nothing (one a processor; torch: group-size)"),
        ("trainer", "Training:Trainer", "cpu (default) or torch"),
        ("torch-device", "Training:TorchDevice", "best (default), cpu or cuda"),
        ("cuda-index", "Training:CudaIndex", "torch: which CUDA device (0)"),
        ("group-size", "Training:GroupSize", "torch: most networks in one pass (256)"),
        ("group-memory", "Training:GroupMemory", "torch: most GiB of all groups, by estimate (16)"),
        ("group-wait", "Training:GroupWait", "torch: longest wait of a group's first network (00:00:00.5)"),
        ("accelerator", "Training:Accelerator", "kind of accelerator to announce (none)"),
        ("checkpoint-interval", "Training:CheckpointInterval", "training time between checkpoints (00:00:08)"),
        ("http-port", "Http:Port", "port of API, live page, dashboard and health checks (8080)"),
        ("http-host", "Http:Host", "address to listen at; * for all (localhost)"),
        ("token-file", "Http:TokenFile", "file with the token that clients must present"),
        ("insecure", "Http:Insecure", "true: let everybody in who can reach the address"),
        ("otlp", "Telemetry:Otlp", "OTLP endpoint for metrics and traces, e.g. http://collector:4317"),
        ("json-logs", "Telemetry:JsonLogs", "true: logs as lines of JSON"),
        ("log-level", "Telemetry:Level", "least severe message logged (information)"),
        ("retention-days", "Retention:Days", "remove ended sweeps after so many days; 0 never (0)"),
    ];

    /// <summary>What <c>--version</c> prints.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help { get; } =
        "ionsweep-silo: runs sweeps on a cluster.\n\nOptions (also in appsettings.json, or in the environment as "
            + "IonSweep__Section__Name):\n"
        + string.Concat(Switches.Select(s => $"  --{s.Switch,-20} {s.Help}\n"));

    /// <summary>Adds the command line to a configuration.</summary>
    /// <exception cref="InvalidOptionsException">An argument is none of the known ones, or lacks its value.</exception>
    public static void AddTo(IConfigurationBuilder configuration, string[] args)
    {
        Dictionary<string, string?> values = [];
        for (int i = 0; i < args.Length; i++)
        {
            string[] parts = args[i].Split('=', 2);
            (string Switch, string Key, string Help) known = Switches.FirstOrDefault(s => parts[0] == "--" + s.Switch);
            if (known.Key is null) throw new InvalidOptionsException([$"'{args[i]}' is no option; --help lists them."]);
            if (parts.Length == 1 && ++i == args.Length)
                throw new InvalidOptionsException([$"'{parts[0]}' lacks its value: {known.Help}."]);
            values[$"{NodeOptions.Section}:{known.Key}"] = parts.Length == 2 ? parts[1] : args[i];
        }
        configuration.AddInMemoryCollection(values);
    }
}

/// <summary>Options are unusable.</summary>
public sealed class InvalidOptionsException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>One text for each problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
