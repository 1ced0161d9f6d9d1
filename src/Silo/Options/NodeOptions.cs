using System.Globalization;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Torch.Runtime;

namespace IonSweep.Silo.Options;

/// <summary>
/// Everything that can be set, from <c>appsettings.json</c>, the environment (<c>IonSweep__Training__Slots=2</c>) and the command
/// line (<c>--slots 2</c>), the later winning. Every default stands here.
/// </summary>
public sealed record NodeOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "IonSweep";

    /// <summary>What this process is. Default all.</summary>
    public NodeRole Role { get; init; } = NodeRole.All;

    /// <summary>How silos and gateways find each other.</summary>
    public ClusteringOptions Cluster { get; init; } = new();

    /// <summary>Where artifacts are kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>What this silo trains.</summary>
    public SlotOptions Training { get; init; } = new();

    /// <summary>The HTTP side.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>What is told to whoever operates it.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>What is removed by itself.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>This process runs grains.</summary>
    public bool IsSilo => Role is NodeRole.Silo or NodeRole.All;

    /// <summary>This process serves the API, the live page and the dashboard.</summary>
    public bool IsGateway => Role is NodeRole.Gateway or NodeRole.All;
}

/// <summary>What a process is.</summary>
public enum NodeRole
{
    /// <summary>Silo and gateway in one, e.g. on a laptop.</summary>
    All,

    /// <summary>Runs grains and trains.</summary>
    Silo,

    /// <summary>Serves clients and trains nothing.</summary>
    Gateway,
}

/// <summary>How silos and gateways find each other.</summary>
public sealed record ClusteringOptions
{
    /// <summary>
    /// Connection string of Redis, e.g. <c>redis:6379</c>. Empty, the default: one machine, silos found at <see cref="SiloPort"/>.
    /// </summary>
    public string Redis { get; init; } = "";

    /// <summary>Name of the cluster; processes of one name find each other. Default <c>ionsweep</c>.</summary>
    public string Id { get; init; } = "ionsweep";

    /// <summary>Port between silos. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for gateways. Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// Without Redis: <see cref="SiloPort"/> of the first silo on this machine, which this one joins. Null, the default: this is the first.
    /// </summary>
    public int? PrimaryPort { get; init; }

    /// <summary>IP address that others reach this silo at. Empty, the default: the machine's own; without Redis, the loopback.</summary>
    public string Advertise { get; init; } = "";

    /// <summary>
    /// This silo is a pod: its name and address are the pod's, and silos whose pods are deleted are declared dead at once. Needs the
    /// variables of <see cref="KubernetesPod"/> and a service account that may get, list and watch pods. Default false.
    /// </summary>
    public bool Kubernetes { get; init; }

    /// <summary>Name of this silo in the dashboard and in timings. Empty, the default: the machine's name and the silo port.</summary>
    public string Name { get; init; } = "";
}

/// <summary>Where artifacts are kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder on a disk that all silos and gateways share. Default <c>ionsweep-server</c> when no blob storage is named.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Connection string of a blob storage account.</summary>
    public string Blobs { get; init; } = "";

    /// <summary>Blob endpoint of a storage account that is reached with the identity of the machine or workload.</summary>
    public string BlobEndpoint { get; init; } = "";

    /// <summary>Blob container. Default <c>ionsweep</c>.</summary>
    public string Container { get; init; } = "ionsweep";

    /// <summary>Blobs are used.</summary>
    public bool IsBlobs => Blobs.Length > 0 || BlobEndpoint.Length > 0;
}

/// <summary>What a silo trains.</summary>
public sealed record SlotOptions
{
    /// <summary>
    /// Work items at once; 0 for a silo that only coordinates. Null, the default: one a processor, with <c>torch</c> and <c>gpu</c> as many
    /// as a group has, with <c>gpu</c> for each device.
    /// </summary>
    public int? Slots { get; init; }

    /// <summary>Trainer that the silo offers. Default cpu.</summary>
    public SiloTrainer Trainer { get; init; } = SiloTrainer.Cpu;

    /// <summary>Device of <c>torch</c>. Default: a CUDA device when there is one.</summary>
    public TorchDevice TorchDevice { get; init; } = TorchDevice.Best;

    /// <summary>Which CUDA device, from 0. Default 0; a silo for each device of a machine.</summary>
    public int CudaIndex { get; init; }

    /// <summary>CUDA devices of <c>gpu</c>, from 0, with commas between. Default 0.</summary>
    public string GpuDevices { get; init; } = "0";

    /// <summary><see cref="GpuDevices"/> as numbers; null when they are none.</summary>
    public int[]? GpuIndices
    {
        get
        {
            List<int> indices = [];
            foreach (string one in GpuDevices.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out int index)) return null;
                indices.Add(index);
            }
            return [.. indices];
        }
    }

    /// <summary>Most networks that <c>torch</c> or a device of <c>gpu</c> trains in one group. Default 256.</summary>
    public int GroupSize { get; init; } = 256;

    /// <summary>Most memory of a device for all groups, GiB, by estimate. Default 16.</summary>
    public double GroupMemory { get; init; } = 16;

    /// <summary>Longest time that the first network of a group waits for others. Default 0.5 s.</summary>
    public TimeSpan GroupWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Kind of accelerator that the silo announces. Default <c>none</c>.</summary>
    public string Accelerator { get; init; } = "none";

    /// <summary>Training time between two checkpoints. Default 8 s.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(8);
}

/// <summary>What a silo trains with.</summary>
public enum SiloTrainer
{
    /// <summary>One network on each core.</summary>
    Cpu,

    /// <summary>Many networks in one pass of libtorch.</summary>
    Torch,

    /// <summary>The work of <c>cpu</c>, with its bits, on CUDA devices. Experimental: not yet run on a device.</summary>
    Gpu,
}

/// <summary>The HTTP side.</summary>
public sealed record HttpOptions
{
    /// <summary>Port of the API, live page and dashboard, and of the health checks. Default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen at. Default <c>localhost</c>; <c>*</c> for all.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Where it listens.</summary>
    public string Url => $"http://{Host}:{Port}";

    /// <summary>Token that clients must present. Empty, the default: nobody is asked, which is allowed only at <c>localhost</c>.</summary>
    public string Token { get; init; } = "";

    /// <summary>File that holds the token, read at start. Empty, the default: <see cref="Token"/> counts.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>File of named tokens with roles, read again when it changes. Empty, the default: none.</summary>
    public string TokensFile { get; init; } = "";

    /// <summary>File that each change is written down in, a JSON line each. Empty, the default: none.</summary>
    public string AuditFile { get; init; } = "";

    /// <summary>Sweeps that may run at once. Default 64.</summary>
    public int MaxRunning { get; init; } = 64;

    /// <summary>Sweeps of one person that may run at once. Default 16.</summary>
    public int MaxRunningEach { get; init; } = 16;

    /// <summary>Files that one person may store a day. Default 1000.</summary>
    public int MaxUploadsEach { get; init; } = 1000;

    /// <summary>GiB that one person may store a day. Default 16.</summary>
    public int MaxUploadGibEach { get; init; } = 16;

    /// <summary>
    /// Where people find the dashboard, for a gateway behind a proxy that moves it. Default <c>/dashboard/</c>, where the gateway has it;
    /// empty: pages do not link to it.
    /// </summary>
    public string Dashboard { get; init; } = "/dashboard/";

    /// <summary>Listen beyond this machine without a token. Default false.</summary>
    public bool Insecure { get; init; }
}

/// <summary>What is told to whoever operates a server.</summary>
public sealed record TelemetryOptions
{
    /// <summary>OTLP endpoint (gRPC) for metrics and traces, e.g. <c>http://collector:4317</c>. Empty, the default: none.</summary>
    public string Otlp { get; init; } = "";

    /// <summary>Logs are lines of JSON. Default false: lines for people.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Least severe message that is logged. Default information.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;
}

/// <summary>What is removed by itself.</summary>
public sealed record RetentionOptions
{
    /// <summary>Ended sweeps are removed so many days after their submission. 0, the default: never.</summary>
    public int Days { get; init; }
}
