using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>What <c>kubectl kustomize</c> makes of a folder below deploy/k8s.</summary>
public sealed class Overlay
{
    private static readonly ConcurrentDictionary<string, Overlay> Known = new();

    private Overlay(string name, IReadOnlyList<JsonObject> objects) => (Name, Objects) = (name, objects);

    /// <summary>Folders that stand for a whole cluster.</summary>
    public static TheoryData<string> Clusters => new("overlays/local", "overlays/azure", "overlays/gpu");

    /// <summary>All that can be applied.</summary>
    public static TheoryData<string> All => new("overlays/local", "overlays/azure", "overlays/gpu", "autoscaling", "autoscaling-gpu");

    /// <summary>Folder.</summary>
    public string Name { get; }

    /// <summary>The rendered objects.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>Objects that have pods.</summary>
    public IEnumerable<Workload> Workloads =>
        Objects.Where(one => Kind(one) is "StatefulSet" or "Deployment").Select(one => new Workload(one, this));

    /// <summary>Renders a folder, once.</summary>
    public static Overlay Of(string name) => Known.GetOrAdd(name, static name =>
    {
        (int exit, string output, string error) = InstalledProgram.Run("kubectl", "kustomize", $"deploy/k8s/{name}");
        Assert.True(exit == 0, $"kubectl kustomize deploy/k8s/{name} ended with {exit}:\n{error}");
        return new Overlay(name, Yaml.Documents(output));
    });

    /// <summary>Objects that are known already.</summary>
    public static Overlay Made(string name, IReadOnlyList<JsonObject> objects) => new(name, objects);

    /// <summary>Objects of one kind.</summary>
    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(one => Kind(one) == kind);

    /// <summary>The one object of this kind and name; a generated name's hash is not counted.</summary>
    public JsonObject Single(string kind, string name) => OfKind(kind)
        .Single(one => NameOf(one) == name || (kind == "ConfigMap" && NameOf(one).StartsWith(name + "-", StringComparison.Ordinal)));

    /// <summary>Its kind.</summary>
    public static string Kind(JsonObject one) => (string)one["kind"]!;

    /// <summary>Its name.</summary>
    public static string NameOf(JsonObject one) => (string)one["metadata"]!["name"]!;
}
