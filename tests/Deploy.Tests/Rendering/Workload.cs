using System.Text.Json.Nodes;

namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>A StatefulSet or Deployment.</summary>
public sealed class Workload(JsonObject one, Overlay overlay)
{
    /// <summary>Its name.</summary>
    public string Name => Overlay.NameOf(one);

    /// <summary>The object.</summary>
    public JsonObject Object => one;

    /// <summary>Of its pods.</summary>
    public JsonNode PodSpec => one["spec"]!["template"]!["spec"]!;

    /// <summary>Of its pods.</summary>
    public IReadOnlyDictionary<string, string> PodLabels => TextsOf(one["spec"]!["template"]!["metadata"]!["labels"]);

    /// <summary>Containers of its pods, those that run first included.</summary>
    public IEnumerable<JsonNode> Containers =>
        [.. PodSpec["initContainers"]?.AsArray().Select(node => node!) ?? [], .. PodSpec["containers"]!.AsArray().Select(node => node!)];

    /// <summary>It runs ionsweep-silo.</summary>
    public bool IsNode => PodLabels["app.kubernetes.io/name"] == "ionsweep";

    /// <summary>Its containers' ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports =>
        Containers.SelectMany(container => container["ports"]?.AsArray() ?? []).ToDictionary(
            port => (string)port!["name"]!, port => (int)port!["containerPort"]!);

    /// <summary>Plain values of a container's environment, those of config maps included; later ones win.</summary>
    public IReadOnlyDictionary<string, string> PlainEnvironment(JsonNode container)
    {
        Dictionary<string, string> values = [];
        foreach (JsonNode? from in container["envFrom"]?.AsArray() ?? [])
            if (from!["configMapRef"] is { } map)
                foreach ((string name, string value) in TextsOf(overlay.OfKind("ConfigMap")
                    .Single(other => Overlay.NameOf(other) == (string)map["name"]!)["data"])) values[name] = value;
        foreach (JsonNode? variable in container["env"]?.AsArray() ?? [])
            if (variable!["value"] is { } value) values[(string)variable["name"]!] = (string)value!;
        return values;
    }

    /// <summary>Names of a container's environment, wherever the values come from.</summary>
    public IEnumerable<string> EnvironmentNames(JsonNode container) =>
        PlainEnvironment(container).Keys.Union((container["env"]?.AsArray() ?? []).Select(variable => (string)variable!["name"]!));

    /// <summary>A selector takes its pods.</summary>
    public bool IsSelectedBy(JsonNode? labels) =>
        TextsOf(labels).All(wanted => PodLabels.TryGetValue(wanted.Key, out string? value) && value == wanted.Value);

    /// <summary>A map of texts.</summary>
    public static IReadOnlyDictionary<string, string> TextsOf(JsonNode? map) =>
        map?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [];
}
