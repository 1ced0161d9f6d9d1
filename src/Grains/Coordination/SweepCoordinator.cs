using System.Diagnostics;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using Microsoft.Extensions.Logging;

namespace IonSweep.Grains.Coordination;

/// <summary>
/// One active sweep of a <see cref="SweepGrain"/>: its state, its dispatcher and its log. Runs in the turns of that grain.
/// </summary>
internal sealed class SweepCoordinator
{
    private static readonly TimeSpan ShortestPauseOfLog = TimeSpan.FromSeconds(1), LongestPauseAtEnd = TimeSpan.FromSeconds(30);

    private readonly ActiveSweep _sweep;
    private readonly WorkTiming?[] _timings;
    private readonly SweepArchive _archive;
    private readonly Dispatcher _dispatcher;
    private readonly TrainingSilos _silos;
    private readonly CoordinationOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private int _ticks, _unlogged;
    private Task? _logging;
    private TimeSpan _logTook;
    private long _loggedAt;

    public SweepCoordinator(
        ActiveSweep sweep, WorkTiming?[] timings, SweepArchive archive, IGrainFactory grains, TrainingSilos silos,
        TrainingServiceClient services,
        CoordinationOptions options, SweepMetrics metrics, TimeProvider clock, ILogger log)
    {
        (_sweep, _timings, _archive, _silos, _options, _clock, _log) = (sweep, timings, archive, silos, options, clock, log);
        _loggedAt = clock.GetTimestamp();
        _dispatcher = new Dispatcher(sweep, grains, silos, services, options, metrics, clock, log);
    }

    /// <summary>Completes when the sweep's outputs are stored.</summary>
    public Task Ended => _sweep.Ended.Task;

    /// <summary>The sweep in one line.</summary>
    public SweepSummary Summary => _sweep.Summary();

    /// <summary>Its outputs are stored, and nothing runs.</summary>
    public bool IsEnded => _sweep.Ending is not null;

    /// <summary>What determines it.</summary>
    public SweepDefinition Definition => _sweep.Definition;

    /// <summary>Where it stands.</summary>
    public SweepSnapshot Snapshot() => _sweep.Snapshot(Threads);

    /// <summary>What watchers could have been told.</summary>
    public SweepVersion Version => _sweep.Feed.Version;

    /// <summary>Results so far.</summary>
    public SweepResults Results() => SweepResultsBuilder.Build(_sweep.Definition, _sweep.State, i => _sweep.Results[i], _sweep.Summary());

    /// <summary>Begins, or goes on after another coordinator, whose work may still be with silos.</summary>
    public async Task StartAsync(bool mayBeRunning)
    {
        if (IsEnded) return;
        if (mayBeRunning) await _dispatcher.PollAsync();
        if (await _archive.IsCancelledAsync()) await StopAsync();
        _dispatcher.Begin();
        EndIfOver();
    }

    /// <summary>The sweep was loaded as ended.</summary>
    public void RestoreEnding(SweepSummary ending) => _sweep.End(ending);

    /// <summary>A silo's run of a work item ended.</summary>
    public void WorkEnded(SiloAddress silo, WorkEnd end, TrainingLoad load)
    {
        _silos.Heard(silo, load);
        if (IsEnded) return;
        int item = _sweep.State.Plan.IndexOf(end.Item);
        if (item >= 0 && end.Outcome is { Result: not null } outcome)
        {
            _timings[item] = outcome.Timing;
            _unlogged++;
        }
        _dispatcher.Ended(silo, end);
        _dispatcher.Pump();
        EndIfOver();
    }

    /// <summary>Looks after silos, log and watchers; called about once a second.</summary>
    public void Tick()
    {
        if (IsEnded) return;
        _dispatcher.Check();
        if (++_ticks % _options.TicksPerPoll == 0) _ = _dispatcher.PollAsync();
        if (_sweep.Stop is not null) _ = _dispatcher.CancelAsync();
        // A long log is written seldom: it takes a twentieth of the time at most.
        TimeSpan pause = ShortestPauseOfLog > 20 * _logTook ? ShortestPauseOfLog : 20 * _logTook;
        if (_unlogged > 0 && _logging is null && _clock.GetElapsedTime(_loggedAt) >= pause) _ = TryLogAsync();
        _ = WriteHistoryAsync(all: false);
        EndIfOver();
    }

    /// <summary>Tells watchers what changed.</summary>
    public void Publish()
    {
        if (!IsEnded) _sweep.Publish(last: false, Threads);
    }

    /// <summary>Stops the work; durable before anything is stopped, so that it stays cancelled whatever dies.</summary>
    public async Task CancelAsync()
    {
        if (IsEnded || _sweep.Stop is not null || _sweep.Finishing) return;
        await _archive.CancelAsync();
        await StopAsync();
        _dispatcher.Check();
        EndIfOver();
    }

    /// <summary>Stores what the log lacks, if that can be done quickly.</summary>
    public async Task FlushAsync()
    {
        if (IsEnded) return;
        await WriteHistoryAsync(all: true);
        if (_unlogged > 0) await TryLogAsync();
    }

    /// <inheritdoc cref="FeedWatch.AlongAsync"/>
    public IAsyncEnumerable<SweepUpdate> WatchAsync(long after, CancellationToken cancellation) =>
        FeedWatch.AlongAsync(seen => _sweep.Next(seen, Threads), after, cancellation);

    private double Threads => Math.Max(1, _dispatcher.Slots);

    private async Task StopAsync()
    {
        if (IsEnded || _sweep.Stop is not null || _sweep.Finishing) return;
        _sweep.RequestStop(SweepStatus.Cancelled, "Cancelled; what was done is kept. Submit it again to go on.");
        await _dispatcher.CancelAsync();
    }

    private void EndIfOver()
    {
        if (!_sweep.IsOver) return;
        _sweep.Finishing = true;
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        SweepSummary ending = _sweep.Summary(_sweep.StatusAtEnd);
        SweepReport report = new()
        {
            Spec = Definition.Spec,
            Results = SweepResultsBuilder.Build(Definition, _sweep.State, i => _sweep.Results[i], ending),
            Dataset = Definition.Facts,
            Timings = [.. _timings.OfType<WorkTiming>()],
        };
        Dictionary<string, string> failures = _sweep.FailuresWithoutResult();
        for (TimeSpan pause = TimeSpan.FromSeconds(1); ; pause = pause < LongestPauseAtEnd ? 2 * pause : LongestPauseAtEnd)
        {
            try
            {
                if (_logging is { } running) await running;
                await StoreLogAsync();
                await Task.Run(() => _archive.EndAsync(report, failures));
                break;
            }
            catch (Exception e)
            {
                _log.LogWarning(e, "The outputs of sweep {Sweep} cannot be stored yet", ending.Id);
                if (ending.Status == SweepStatus.Interrupted) break; // by the same cause; whoever resumes it needs no ending
                _sweep.Waits($"All work is done, but the outputs cannot be stored yet: {e.Message}");
                await Task.Delay(pause, _clock);
            }
        }
        _sweep.Note(HistoryKind.Ended, SweepHistory.EndingOf(ending));
        await WriteHistoryAsync(all: true); // before watchers learn of the end: whoever looks then sees it
        _sweep.End(ending);
        _log.LogInformation("Sweep {Sweep} ended: {Status}, {Finished} of {WorkItems} work items, {Failed} failed",
            ending.Id, ending.Status, ending.Finished, ending.WorkItems, ending.Failed);
    }

    private async Task WriteHistoryAsync(bool all)
    {
        if (_sweep.TakeHistory(all) is not { Count: > 0 } entries) return;
        try
        {
            await Task.Run(() => _archive.AddHistoryAsync(entries));
        }
        catch (Exception e)
        {
            _log.LogWarning(e, "What happened to sweep {Sweep} could not be written down", Definition.Id); // nothing depends on it
        }
    }

    private async Task TryLogAsync()
    {
        _logging = StoreLogAsync();
        try
        {
            await _logging;
        }
        catch (Exception e)
        {
            _log.LogWarning(e, "The results log of sweep {Sweep} cannot be stored yet", Definition.Id);
        }
        finally
        {
            _logging = null;
        }
    }

    private async Task StoreLogAsync()
    {
        long start = _clock.GetTimestamp();
        List<ResultsLog.Entry> entries = new(_sweep.State.Finished);
        for (int i = 0; i < _timings.Length; i++)
            if (_sweep.Results[i] is { } result) entries.Add(new ResultsLog.Entry(_sweep.State.Plan.Items[i].Id, result, _timings[i]));
        int logged = _unlogged;
        await Task.Run(() => _archive.StoreLogAsync(ResultsLog.Write(entries)));
        _unlogged -= logged;
        _logTook = _clock.GetElapsedTime(start);
        _loggedAt = _clock.GetTimestamp();
    }
}
