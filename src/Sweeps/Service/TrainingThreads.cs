using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>The threads that train: each takes an item, does it and says what came of it, until nothing follows.</summary>
internal sealed class TrainingThreads
{
    private readonly RunningSweeps _sweeps;
    private readonly Task _ended;

    /// <param name="count">How many, at least one.</param>
    /// <param name="sweeps">Where work comes from and goes to.</param>
    public TrainingThreads(int count, RunningSweeps sweeps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _sweeps = sweeps;
        _ended = Task.WhenAll([.. Enumerable.Range(0, count).Select(i => TrainingThread.Start($"trainer {i}", WorkAsync))]);
    }

    /// <summary>Completes when all have ended.</summary>
    public Task Ended => _ended;

    private async Task WorkAsync()
    {
        while (await _sweeps.TakeAsync() is { } taken) await DoAsync(taken.Sweep, taken.Item);
    }

    private async Task DoAsync(ActiveSweep sweep, int item)
    {
        WorkOutcome outcome;
        try
        {
            outcome = await sweep.Runner!.RunAsync(
                sweep.State.Plan.Items[item], progress => _sweeps.Report(sweep, item, progress), sweep.Stopping);
        }
        catch (OperationCanceledException) when (sweep.Stopping.IsCancellationRequested)
        {
            await _sweeps.ReturnedAsync(sweep, item);
            return;
        }
        catch (StorageFullException e)
        {
            await _sweeps.FullAsync(sweep, item, e.Message);
            return;
        }
        catch (Exception e)
        {
            await _sweeps.FailedAsync(sweep, item, $"{e.GetType().Name}: {e.Message}");
            return;
        }
        await _sweeps.FinishedAsync(sweep, item, outcome);
    }
}
