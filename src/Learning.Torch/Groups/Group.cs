using System.Diagnostics;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Groups;

/// <summary>
/// Trains networks together epoch by epoch until each has ended by its own rule, failure or cancellation. When enough have ended, the
/// others are put into a smaller stack; newcomers are put into a larger one.
/// </summary>
internal sealed class Group(NetworkKind kind, SpectraOnDevice copies, Place place, TorchOptions options)
{
    private readonly double _compactAt = options.CompactAt ?? (place.IsLaunchBound ? 0.5 : 0.9);
    private readonly List<(NetworkInTraining Network, Parameters Parameters)> _admitted = [];
    private Parameters? _staging; // for checkpoints
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _saving;
    private Stack? _stack;

    /// <param name="networks">Those that begin.</param>
    /// <param name="newcomers">Asked between epochs for more; null for none.</param>
    public void Run(IReadOnlyList<NetworkInTraining> networks, Func<IReadOnlyList<NetworkInTraining>>? newcomers)
    {
        using IDisposable inference = inference_mode();
        List<NetworkInTraining> all = [.. networks];
        try
        {
            foreach (NetworkInTraining network in networks) Admit(network);
            while (true)
            {
                foreach (NetworkInTraining network in newcomers?.Invoke() ?? [])
                {
                    all.Add(network);
                    Admit(network);
                }
                all.RemoveAll(network => network.HasEnded);
                if (all.Count == 0) return;
                if (_stack is null || _admitted.Count > 0 || all.Count <= _compactAt * _stack.Slots) Compose(all);
                RunEpoch();
            }
        }
        catch (Exception e)
        {
            TrainingDeviceException reason = new(
                $"Training {all.Count(network => !network.HasEnded)} networks together failed on the device {place.Device}: "
                    + $"{e.Message.Split('\n')[0].Trim()} "
                + "Smaller groups take less of its memory.",
                e);
            foreach (NetworkInTraining network in all.Where(network => !network.HasEnded)) network.Fail(reason);
        }
        finally
        {
            _stack?.Dispose();
        }
    }

    private void Admit(NetworkInTraining network) => Try(network, () =>
    {
        network.Run.Cancellation.ThrowIfCancellationRequested();
        Parameters parameters = network.Begin();
        if (network.Progress.HasStopped) network.Finish(parameters.Best.Span.ToArray());
        else _admitted.Add((network, parameters));
    });

    private void Compose(IReadOnlyCollection<NetworkInTraining> networks)
    {
        Stack composed = new(networks, kind, copies, place);
        Dictionary<NetworkInTraining, int> places = _stack?.Networks.ToDictionary(pair => pair.Network, pair => pair.Slot) ?? [];
        Dictionary<NetworkInTraining, Parameters> begun = _admitted.ToDictionary(pair => pair.Network, pair => pair.Parameters);
        foreach ((int slot, NetworkInTraining network) in composed.Networks)
        {
            if (begun.TryGetValue(network, out Parameters? parameters)) composed.Write(slot, parameters);
            else composed.Take(slot, _stack!, places[network]);
        }
        _admitted.Clear();
        _stack?.Dispose();
        _stack = composed;
    }

    private void RunEpoch()
    {
        Stack stack = _stack!;
        (float Training, float Validation)[] losses = stack.RunEpoch();
        bool[] best = new bool[stack.Slots];
        List<(int Slot, NetworkInTraining Network)> live = [.. stack.Networks.Where(pair => !pair.Network.HasEnded)];
        foreach ((int slot, NetworkInTraining network) in live)
            Try(network, () => best[slot] = network.Progress.EndEpoch(losses[slot].Training, losses[slot].Validation));
        stack.KeepBest(best);
        live.RemoveAll(pair => pair.Network.HasEnded);
        foreach ((int slot, NetworkInTraining network) in live)
            Try(network, () =>
            {
                network.Progress.Report();
                if (network.Progress.HasStopped) network.Finish(stack.ReadBest(slot));
            });
        // One after the other saves: whoever has waited longest comes first.
        foreach ((int slot, NetworkInTraining network) in live.Where(pair => !pair.Network.HasEnded)
            .OrderBy(pair => pair.Network.Progress.LastSave))
        {
            long start = Stopwatch.GetTimestamp();
            bool isTime = _saving < options.CheckpointShare * Stopwatch.GetElapsedTime(_start);
            Try(network, () => network.Progress.Pause(() => Read(slot), isTime));
            _saving += Stopwatch.GetElapsedTime(start);
        }
    }

    private Parameters Read(int slot)
    {
        _staging ??= new Parameters(kind.Layout.Count, training: true);
        _stack!.Read(slot, _staging);
        return _staging;
    }

    private static void Try(NetworkInTraining network, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            network.Fail(e);
        }
    }
}
