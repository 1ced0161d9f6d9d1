using System.Diagnostics;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>
/// Trains networks of one group, launch by launch, until each has ended by its own rule, failure or cancellation. After a launch the
/// losses that the device wrote go through <see cref="TrainingProgress"/>, as those of every trainer do; the device must have come to the
/// same best epoch and the same end.
/// </summary>
internal sealed class Group(GpuDevice device, GpuOptions options)
{
    private readonly List<NetworkOnDevice> _networks = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _saving;
    private Launcher? _launcher;

    /// <param name="networks">Those that begin.</param>
    /// <param name="newcomers">Asked between launches for more; null for none.</param>
    public void Run(IReadOnlyList<NetworkInTraining> networks, Func<IReadOnlyList<NetworkInTraining>>? newcomers)
    {
        List<NetworkInTraining> waiting = [.. networks];
        try
        {
            while (true)
            {
                waiting.AddRange(newcomers?.Invoke() ?? []);
                while (waiting.Count > 0)
                {
                    Admit(waiting[0]);
                    waiting.RemoveAt(0);
                }
                if (_networks.Count == 0) return;
                IReadOnlyList<Launcher.Outcome> outcomes = _launcher!.Run(_networks);
                for (int i = 0; i < outcomes.Count; i++) Take(_networks[i], outcomes[i]);
                Pause();
                foreach (NetworkOnDevice ended in _networks.Where(one => one.Network.HasEnded)) ended.Release();
                _networks.RemoveAll(one => one.Network.HasEnded);
            }
        }
        catch (Exception e)
        {
            NetworkInTraining[] left = [.. _networks.Select(one => one.Network).Concat(waiting).Where(network => !network.HasEnded)];
            TrainingDeviceException reason = new(
                $"Training {left.Length} networks together failed on the device {device.Name}: {e.Message.Split('\n')[0].Trim()}", e);
            foreach (NetworkInTraining network in left) network.Fail(reason);
        }
        finally
        {
            Discard();
        }
    }

    private void Admit(NetworkInTraining network)
    {
        Try(network, () =>
        {
            network.Run.Cancellation.ThrowIfCancellationRequested();
            if (network.Task.Options.Averaging > 0) network.Parameters.StartAverage();
            network.Progress.TryRestore(network.Parameters);
            if (network.Progress.HasStopped) network.Finish();
        });
        if (network.HasEnded) return;
        _launcher ??= new Launcher(device, network, options.Launch);
        _networks.Add(_launcher.Begin(network));
    }

    private void Take(NetworkOnDevice one, Launcher.Outcome outcome)
    {
        NetworkInTraining network = one.Network;
        TrainingProgress progress = network.Progress;
        bool diverged = false;
        Try(network, () =>
        {
            ReadOnlySpan<double> losses = outcome.Losses.Span;
            while (progress.Epoch < outcome.Epoch)
            {
                Replay(one, losses[..one.LossesPerEpoch]);
                losses = losses[one.LossesPerEpoch..];
            }
        }, () => diverged = true);
        if (diverged || network.HasEnded) return;
        if (progress.BestEpoch != outcome.BestEpoch || progress.Powers != outcome.Powers || progress.Halvings != outcome.Halvings)
            throw new InvalidOperationException(
                $"its arithmetic is not that of the trainer cpu: epoch {outcome.BestEpoch} is its best, the losses say "
                    + $"{progress.BestEpoch}.");
        if (!progress.HasStopped) return;
        one.Read();
        Try(network, network.Finish);
    }

    private static void Replay(NetworkOnDevice one, ReadOnlySpan<double> losses)
    {
        TrainingProgress progress = one.Network.Progress;
        TrainingOptions options = one.Network.Task.Options;
        int rows = one.Network.Task.Training.Count;
        while (progress.NextRow < rows)
        {
            int step = progress.NextRow / options.BatchSize, count = Math.Min(options.BatchSize, rows - progress.NextRow);
            progress.Powers = (progress.Powers.Beta1 * options.Beta1, progress.Powers.Beta2 * options.Beta2);
            progress.EndStep(count, one.Network.StepLoss(losses.Slice(2 * step, 2)));
        }
        progress.EndEpoch((float)(progress.LossSum / rows), one.Network.ValidationLoss(losses[(2 * one.StepsPerEpoch)..]));
        progress.Report();
    }

    // One after the other saves: whoever has waited longest comes first.
    private void Pause()
    {
        foreach (NetworkOnDevice one in _networks.Where(one => !one.Network.HasEnded).OrderBy(one => one.Network.Progress.LastSave))
        {
            long start = Stopwatch.GetTimestamp();
            bool isTime = _saving < options.CheckpointShare * Stopwatch.GetElapsedTime(_start);
            Try(one.Network, () => one.Network.Progress.Pause(one.Read, isTime));
            _saving += Stopwatch.GetElapsedTime(start);
        }
    }

    private static void Try(NetworkInTraining network, Action action, Action? failed = null)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not ILGPU.Runtime.AcceleratorException)
        {
            network.Fail(e);
            failed?.Invoke();
        }
    }

    // A device that is lost may refuse to free its memory too; that is no further news.
    private void Discard()
    {
        try
        {
            _launcher?.Dispose();
        }
        catch (ILGPU.Runtime.AcceleratorException)
        {
        }
    }
}
