using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// The part of the Kubernetes API that silos ask, on loopback: pods of one namespace are read, listed and watched. Answers as much as a
/// role allows, and remembers what was asked.
/// </summary>
internal sealed class KubernetesApi : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-kubernetes-").FullName;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _pods = [];
    private readonly List<Channel<JsonObject>> _watchers = [];
    private readonly ConcurrentDictionary<string, byte> _verbs = new();
    private int _version = 1;

    private KubernetesApi(WebApplication server) => _server = server;

    /// <summary>Verbs that a role must allow for what was asked, e.g. <c>pods: list</c>.</summary>
    public IEnumerable<string> Asked => _verbs.Keys.Order(StringComparer.Ordinal);

    /// <summary>What a client is allowed; others get 403. Null, the default, for everything.</summary>
    public IReadOnlySet<string>? Allowed { get; set; }

    /// <summary>Value of KUBECONFIG for clients.</summary>
    public string Kubeconfig => Path.Combine(_folder, "config");

    public static async Task<KubernetesApi> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        KubernetesApi api = new(server);
        server.MapGet("/api/v1/namespaces/{space}/pods/{name}", (string name) => api.Checked("get", () => api.Find(name)));
        server.MapGet("/api/v1/namespaces/{space}/pods", (HttpContext context, string? labelSelector, bool watch = false) =>
            watch ? api.WatchAsync(context, labelSelector ?? "")
                : api.Checked("list", () => Results.Content(api.List(labelSelector ?? ""), "application/json")).ExecuteAsync(context));
        server.MapPatch("/api/v1/namespaces/{space}/pods/{name}", (string name) => api.Checked("patch", () => api.Find(name)));
        server.MapDelete("/api/v1/namespaces/{space}/pods/{name}", (string name) => api.Checked("delete", () => api.Find(name)));
        await server.StartAsync();
        await File.WriteAllTextAsync(api.Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: stub
            clusters: [{ name: stub, cluster: { server: "{{server.Urls.First()}}" } }]
            users: [{ name: stub, user: { token: stub } }]
            contexts: [{ name: stub, context: { cluster: stub, user: stub } }]
            """);
        return api;
    }

    /// <summary>There is such a pod.</summary>
    public void Add(string name, IReadOnlyDictionary<string, string> labels) => Change(name, "ADDED", new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "ionsweep",
            ["uid"] = Guid.NewGuid().ToString(),
            ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray() },
        ["status"] = new JsonObject { ["podIP"] = "127.0.0.1" },
    });

    /// <summary>Somebody deleted it; watchers are told.</summary>
    public void Remove(string name) => Change(name, "DELETED", null);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            foreach (Channel<JsonObject> watcher in _watchers) watcher.Writer.TryComplete();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Change(string name, string type, JsonObject? pod)
    {
        lock (_gate)
        {
            JsonObject? changed = pod ?? _pods.GetValueOrDefault(name);
            if (changed is null) return;
            changed["metadata"]!["resourceVersion"] = $"{++_version}";
            if (pod is null) _pods.Remove(name);
            else _pods[name] = pod;
            foreach (Channel<JsonObject> watcher in _watchers)
                watcher.Writer.TryWrite(new JsonObject { ["type"] = type, ["object"] = changed.DeepClone() });
        }
    }

    private IResult Checked(string verb, Func<IResult> answer)
    {
        _verbs.TryAdd($"pods: {verb}", 0);
        return Allowed?.Contains(verb) == false ? Results.StatusCode(403) : answer();
    }

    private IResult Find(string name)
    {
        lock (_gate)
            return _pods.TryGetValue(name, out JsonObject? pod) ? Results.Content(pod.ToJsonString(), "application/json")
                : Results.StatusCode(404);
    }

    private string List(string selector)
    {
        lock (_gate)
            return new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PodList",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
                ["items"] = new JsonArray([.. _pods.Values.Where(pod => Matches(pod, selector)).Select(pod => pod.DeepClone())]),
            }.ToJsonString();
    }

    private async Task WatchAsync(HttpContext context, string selector)
    {
        Channel<JsonObject> changes = Channel.CreateUnbounded<JsonObject>();
        lock (_gate)
        {
            _verbs.TryAdd("pods: watch", 0);
            _watchers.Add(changes);
            // As the real one without a version to begin at: first those that there are.
            foreach (JsonObject pod in _pods.Values)
                changes.Writer.TryWrite(new JsonObject { ["type"] = "ADDED", ["object"] = pod.DeepClone() });
        }
        if (Allowed?.Contains("watch") == false)
        {
            context.Response.StatusCode = 403;
            return;
        }
        context.Response.ContentType = "application/json";
        await foreach (JsonObject change in changes.Reader.ReadAllAsync(context.RequestAborted))
        {
            if (!Matches(change["object"]!.AsObject(), selector)) continue;
            await context.Response.WriteAsync(JsonSerializer.Serialize(change) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static bool Matches(JsonObject pod, string selector) => selector.Split(',', StringSplitOptions.RemoveEmptyEntries).All(term =>
        term.Split('=') is [var key, var value] && (string?)pod["metadata"]!["labels"]![key] == value);
}
