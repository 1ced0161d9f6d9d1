using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Cluster.Tests.Deploy;

/// <summary>
/// Keeps as many pods of a StatefulSet, Deployment or Pod as are wanted, of the template that is wanted; one change at a time.
/// </summary>
internal sealed class PodController(ProcessCluster cluster) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(ProcessPod Pod, string Template)> _pods = [];
    private readonly ConcurrentBag<ProcessPod> _all = [];
    private Workload? _workload;
    private JsonNode? _template;
    private int _replicas, _restarts, _created;

    /// <summary>Completes when the latest change is carried out; fails when it could not be.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>Pods that there are.</summary>
    public IReadOnlyList<ProcessPod> Pods
    {
        get
        {
            lock (_gate) return [.. _pods.Select(one => one.Pod)];
        }
    }

    /// <summary>Pods that there ever were.</summary>
    public IEnumerable<ProcessPod> AllPods => _all;

    private bool IsDeployment => Overlay.Kind(_workload!.Object) == "Deployment";

    private string Name => _workload!.Name;

    /// <summary>Takes a manifest. Without a number of replicas there is one at first, and later the number stays.</summary>
    public void Apply(Workload workload)
    {
        bool first = _workload is null;
        _workload = workload;
        _template = workload.Object["spec"]!["template"]!.DeepClone();
        if ((int?)workload.Object["spec"]!["replicas"] is { } said) _replicas = said;
        else if (first) _replicas = 1;
        Change();
    }

    /// <summary>Wants another number of pods.</summary>
    public void Scale(int replicas)
    {
        _replicas = replicas;
        Change();
    }

    /// <summary>Wants another image.</summary>
    public void SetImage(string container, string image)
    {
        _template!["spec"]!["containers"]!.AsArray().Single(one => (string)one!["name"]! == container)!["image"] = image;
        Change();
    }

    /// <summary>Wants new pods of the same template.</summary>
    public void Restart()
    {
        _template!["metadata"]!["restarted"] = $"{++_restarts}";
        Change();
    }

    /// <summary>Ends all pods.</summary>
    public Task EndAsync()
    {
        Scale(0);
        return Settled;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ProcessPod pod in _all) pod.Dispose();
        try
        {
            await Settled;
        }
        catch (Exception)
        {
            // its pods were killed under it
        }
    }

    private void Change()
    {
        Task before = Settled;
        (Workload workload, JsonNode template, int replicas) = (_workload!, _template!.DeepClone(), _replicas);
        Settled = Task.Run(async () =>
        {
            await before;
            await ReconcileAsync(workload, template, replicas);
        });
    }

    private async Task ReconcileAsync(Workload workload, JsonNode template, int replicas)
    {
        string wanted = template.ToJsonString();
        while (Pods.Count > replicas) await Task.WhenAll(Pods.Skip(replicas).Reverse().Select(StopAsync));
        int had = Pods.Count;
        await Task.WhenAll(Enumerable.Range(had, replicas - had).Select(i => StartAsync(workload, template, i)));
        // A StatefulSet goes from the last to the first and stops a pod before it starts its successor; a Deployment starts it before.
        for (int i = replicas - 1; i >= 0; i--)
        {
            ProcessPod old;
            lock (_gate)
            {
                if (_pods[i].Template == wanted) continue;
                old = _pods[i].Pod;
            }
            if (IsDeployment) await StartAsync(workload, template, i + 1);
            await StopAsync(old);
            if (!IsDeployment) await StartAsync(workload, template, i);
        }
    }

    private async Task StartAsync(Workload workload, JsonNode template, int index)
    {
        string name = Overlay.Kind(workload.Object) switch
        {
            "Pod" => workload.Name,
            "Deployment" => $"{workload.Name}-{Interlocked.Increment(ref _created):x4}",
            _ => $"{workload.Name}-{index}",
        };
        ProcessPod pod = new(cluster, name, workload, template);
        _all.Add(pod);
        lock (_gate) _pods.Insert(Math.Min(index, _pods.Count), (pod, template.ToJsonString()));
        await pod.StartAsync();
    }

    private async Task StopAsync(ProcessPod pod)
    {
        try
        {
            await pod.StopAsync();
        }
        finally
        {
            lock (_gate) _pods.RemoveAll(one => one.Pod == pod);
        }
    }
}
