using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using IonSweep.Chaos.Servers;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// What a cluster remembers: applied objects, secrets, images, volumes; and its controllers, which keep pods as processes.
/// </summary>
internal sealed class ProcessCluster(string folder, string siloPath, KubernetesApi kubernetes) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new(); // kind/name
    private readonly ConcurrentDictionary<string, PodController> _controllers = new(); // statefulset/silo
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _secrets = new();
    private readonly ConcurrentDictionary<string, int> _fixedPorts = new(); // of pods behind Services, by pod and port
    private readonly ConcurrentDictionary<string, byte> _images = new();

    /// <summary>What pods may ask.</summary>
    public KubernetesApi Kubernetes => kubernetes;

    /// <summary>The program of the images.</summary>
    public string SiloPath => siloPath;

    /// <summary>Controllers by kind and name, e.g. <c>statefulset/silo</c>.</summary>
    public IReadOnlyDictionary<string, PodController> Controllers => _controllers;

    /// <summary>Images that were built here.</summary>
    public void Built(string image) => _images.TryAdd(image, 0);

    /// <summary>Pulls an image: one of this project must have been built.</summary>
    public void RequireImage(string image)
    {
        if (image.StartsWith("ionsweep/", StringComparison.Ordinal) && !_images.ContainsKey(image))
            throw new InvalidOperationException($"ErrImagePull: nobody built {image}.");
    }

    /// <summary>Takes objects as <c>kubectl apply</c> does.</summary>
    public void Apply(IEnumerable<JsonObject> objects)
    {
        JsonObject[] all = [.. objects];
        foreach (JsonObject one in all)
        {
            string kind = Overlay.Kind(one), space = (string?)one["metadata"]!["namespace"] ?? "";
            if (space.Length > 0 && !_objects.ContainsKey($"namespace/{space}"))
                throw new InvalidOperationException($"namespaces \"{space}\" not found");
            _objects[$"{kind.ToLowerInvariant()}/{Overlay.NameOf(one)}"] = one;
            if (kind == "Secret")
                _secrets[Overlay.NameOf(one)] = one["data"]!.AsObject().ToDictionary(
                    pair => pair.Key, pair => Encoding.UTF8.GetString(Convert.FromBase64String((string)pair.Value!)));
        }
        Overlay rendered = Overlay.Made("applied", [.. _objects.Values]);
        foreach (JsonObject one in all)
            if (Overlay.Kind(one) is "StatefulSet" or "Deployment" or "Pod")
            {
                JsonObject owner = Overlay.Kind(one) != "Pod" ? one : new JsonObject
                {
                    ["kind"] = "Pod",
                    ["metadata"] = one["metadata"]!.DeepClone(),
                    ["spec"] = new JsonObject
                    {
                        ["replicas"] = 1,
                        ["template"] =
                        new JsonObject { ["metadata"] = one["metadata"]!.DeepClone(), ["spec"] = one["spec"]!.DeepClone() }
                    },
                };
                string key = $"{Overlay.Kind(one).ToLowerInvariant()}/{Overlay.NameOf(one)}";
                _controllers.GetOrAdd(key, _ => new PodController(this)).Apply(new Workload(owner, rendered));
            }
    }

    /// <summary>Ends pods and forgets objects.</summary>
    public async Task DeleteAsync(IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        List<Task> stops = [];
        foreach (string key in all)
            if (_controllers.TryRemove(key, out PodController? controller)) stops.Add(controller.EndAsync());
        await Task.WhenAll(stops);
        foreach (string key in all) _objects.TryRemove(key, out _); // stopping pods still refer to them
    }

    /// <summary>Ends everything; volumes go too.</summary>
    public async Task DeleteNamespaceAsync()
    {
        await DeleteAsync([.. _objects.Keys]);
        _secrets.Clear();
        if (Directory.Exists(Path.Combine(folder, "claims"))) Directory.Delete(Path.Combine(folder, "claims"), recursive: true);
    }

    /// <summary>Pods of all controllers.</summary>
    public IEnumerable<ProcessPod> Pods => _controllers.Values.SelectMany(controller => controller.Pods);

    /// <summary>A config map's values.</summary>
    public IReadOnlyDictionary<string, string> ConfigMap(string name) => Workload.TextsOf(_objects[$"configmap/{name}"]["data"]);

    /// <summary>A secret's value; null when there is none.</summary>
    public string? SecretOf(string secret, string key) =>
        _secrets.TryGetValue(secret, out IReadOnlyDictionary<string, string>? values) ? values.GetValueOrDefault(key) : null;

    /// <summary>The folder of a persistent volume.</summary>
    public string Claim(string name) => Directory.CreateDirectory(Path.Combine(folder, "claims", name)).FullName;

    /// <summary>The folder of a volume that lives as long as its pod.</summary>
    public string Scratch(string name) => Directory.CreateDirectory(Path.Combine(folder, "scratch", name)).FullName;

    /// <summary>
    /// A port of this machine; servers behind a Service keep theirs, silos and gateways get new ones as new pods get new addresses.
    /// </summary>
    public int PortFor(Workload workload, string pod, string port) =>
        workload.IsNode ? FreePorts.Next() : _fixedPorts.GetOrAdd($"{pod}:{port}", _ => FreePorts.Next());

    /// <summary>Names and ports of Services become addresses of the pods behind them.</summary>
    public string ResolveServices(string text)
    {
        foreach ((string key, JsonObject service) in _objects)
            if (key.StartsWith("service/", StringComparison.Ordinal)
                && (string)service["spec"]!["selector"]!["app.kubernetes.io/name"]! != "ionsweep")
                foreach (JsonNode? port in service["spec"]!["ports"]!.AsArray())
                    text = text.Replace($"{Overlay.NameOf(service)}:{port!["port"]}",
                        $"127.0.0.1:{_fixedPorts.GetOrAdd($"{Overlay.NameOf(service)}-0:{port["targetPort"]}", _ => FreePorts.Next())}");
        return text;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (PodController controller in _controllers.Values) await controller.DisposeAsync();
        await kubernetes.DisposeAsync();
    }
}
