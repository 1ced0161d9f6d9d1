using System.Net;
using IonSweep.Silo.Hosting;
using IonSweep.Storage.Azure;

namespace IonSweep.Silo.Options;

/// <summary>What is wrong with options, in sentences that say what to do.</summary>
public static class OptionsProblems
{
    /// <summary>One text for each problem; empty when the options are usable.</summary>
    public static IEnumerable<string> Of(NodeOptions options)
    {
        ClusteringOptions cluster = options.Cluster;
        foreach ((string name, int port) in new[]
        {
            ("http-port", options.Http.Port), ("silo-port", cluster.SiloPort), ("gateway-port", cluster.GatewayPort),
            ("primary-port", cluster.PrimaryPort ?? cluster.SiloPort),
        })
            if (port is < 1 or > 65535) yield return $"{name} is {port}; expected a port from 1 to 65535.";
        if (options.IsSilo && new[] { options.Http.Port, cluster.SiloPort, cluster.GatewayPort }.Distinct().Count() < 3)
            yield return $"http-port, silo-port and gateway-port must differ; they are {options.Http.Port}, {cluster.SiloPort} and "
                + $"{cluster.GatewayPort}.";
        if (cluster.Id.Length == 0) yield return "cluster is empty; give the cluster a name.";
        if (cluster.Advertise.Length > 0 && !IPAddress.TryParse(cluster.Advertise, out _))
            yield return $"advertise is '{cluster.Advertise}'; expected an IP address that other silos can reach.";
        if (cluster.Kubernetes && options.IsSilo)
            foreach (string problem in KubernetesPod.Problems(cluster)) yield return problem;

        StorageOptions storage = options.Storage;
        if (new[] { storage.Folder, storage.Blobs, storage.BlobEndpoint }.Count(text => text.Length > 0) > 1)
            yield return "More than one of folder, blobs and blob-endpoint is set; artifacts are kept in one place.";
        else if (storage.IsBlobs)
        {
            if (storage.BlobEndpoint.Length > 0 && !Uri.TryCreate(storage.BlobEndpoint, UriKind.Absolute, out _))
                yield return $"blob-endpoint is '{storage.BlobEndpoint}'; expected https://ACCOUNT.blob.core.windows.net.";
            else
                foreach (string problem in BlobsOf(storage).Problems()) yield return problem;
        }

        if (options.Training.Slots is < 0) yield return $"slots is {options.Training.Slots}; expected 0 or more.";
        if (options.Training.CudaIndex < 0) yield return $"cuda-index is {options.Training.CudaIndex}; expected 0 or more.";
        if (options.Training.GpuIndices is not { Length: > 0 } indices || indices.Distinct().Count() != indices.Length)
            yield return $"gpu-devices is '{options.Training.GpuDevices}'; expected different numbers from 0 with commas between, "
                + "such as 0,1.";
        if (options.Training.GroupSize < 1) yield return $"group-size is {options.Training.GroupSize}; expected 1 or more.";
        if (!(options.Training.GroupMemory > 0))
            yield return $"group-memory is {options.Training.GroupMemory}; expected a positive number of GiB.";
        if (options.Training.GroupWait < TimeSpan.Zero)
            yield return $"group-wait is {options.Training.GroupWait}; expected 0 or a time such as 00:00:00.5.";
        if (options.Training.CheckpointInterval <= TimeSpan.Zero)
            yield return $"checkpoint-interval is {options.Training.CheckpointInterval}; expected a positive time such as 00:00:08.";
        if (options.Telemetry.Otlp.Length > 0
            && !(Uri.TryCreate(options.Telemetry.Otlp, UriKind.Absolute, out Uri? otlp) && otlp.Scheme is "http" or "https"))
            yield return $"otlp is '{options.Telemetry.Otlp}'; expected an address such as http://collector:4317.";
        if (options.Retention.Days < 0) yield return $"retention-days is {options.Retention.Days}; expected 0 (never) or more.";

        if (options.Http.Token.Length > 0 && options.Http.TokenFile.Length > 0)
            yield return "Both token and token-file are set; keep one.";
        if (options.Http.TokenFile.Length > 0 && !File.Exists(options.Http.TokenFile))
            yield return $"token-file is '{options.Http.TokenFile}', which does not exist.";
        if (options.Http.TokensFile.Length > 0 && options.Http is { Token.Length: 0, TokenFile.Length: 0 }
            && !File.Exists(options.Http.TokensFile))
            yield return $"tokens-file is '{options.Http.TokensFile}', which does not exist.";
        if (options.Http.Dashboard.Length > 0 && !options.Http.Dashboard.StartsWith('/')
            && !(Uri.TryCreate(options.Http.Dashboard, UriKind.Absolute, out Uri? board) && board.Scheme is "http" or "https"))
            yield return $"dashboard is '{options.Http.Dashboard}'; expected a path such as /dashboard/, an address such as "
                + "https://lab/dashboard/, or nothing.";
        foreach ((string name, int limit) in new[]
        {
            ("max-running", options.Http.MaxRunning), ("max-running-each", options.Http.MaxRunningEach),
            ("max-uploads-each", options.Http.MaxUploadsEach), ("max-upload-gib-each", options.Http.MaxUploadGibEach),
        })
            if (limit < 1) yield return $"{name} is {limit}; expected 1 or more.";
    }

    /// <summary>The blob store's own options.</summary>
    public static BlobStoreOptions BlobsOf(StorageOptions storage) => new()
    {
        ConnectionString = storage.Blobs,
        Endpoint = storage.BlobEndpoint.Length > 0 ? new Uri(storage.BlobEndpoint) : null,
        Container = storage.Container,
    };
}
