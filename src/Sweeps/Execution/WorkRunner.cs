using IonSweep.Learning.Cpu;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Does the work items of one sweep: the same code wherever they run. Idempotent: what is stored and whole is not done again, and what
/// another sweep of the store has done is taken from there.
/// Different threads may run different items at once.
/// </summary>
public sealed class WorkRunner
{
    private readonly SweepDefinition _definition;
    private readonly WorkStore _work;
    private readonly FoldCache _folds;
    private readonly ReusableWork? _reusable;
    private readonly WorkRunnerOptions _options;
    private readonly CellWork _cells;
    private readonly SearchWork _searches;
    private readonly GeneratorWork _generators;
    private readonly SyntheticSetWork _sets;
    private readonly TrustWork _trust;

    /// <param name="definition">The sweep.</param>
    /// <param name="dataset">The data that the definition names.</param>
    /// <param name="store">Where artifacts and checkpoints go.</param>
    /// <param name="trainer">The trainer that the spec names.</param>
    /// <param name="options">Surroundings; null for the defaults.</param>
    public WorkRunner(SweepDefinition definition, SpectralDataset dataset, IArtifactStore store, ITrainer trainer,
        WorkRunnerOptions? options = null)
    {
        _definition = definition;
        _work = new WorkStore(store, definition.Id);
        PreprocessingPipeline preprocessing = new(definition.Spec.Preprocessing, dataset.ChannelCount);
        SpectralDataset prepared = preprocessing.Apply(dataset);
        _folds = new FoldCache(prepared, definition.Spec);
        _options = options ?? new WorkRunnerOptions();
        if (_options.Reuse) _reusable = new ReusableWork(store, definition);
        NetworkEvaluator evaluator = new();
        ModelTasks tasks = new(definition, prepared, _work);
        _cells = new CellWork(
            prepared, tasks, _work, trainer, evaluator, new AugmentationChooser(definition.Spec, dataset, preprocessing, evaluator));
        _searches = new SearchWork(definition, tasks, _work);
        _generators = new GeneratorWork(definition, prepared, trainer, evaluator);
        _sets = new SyntheticSetWork(definition, dataset, preprocessing, prepared, _work, evaluator);
        _trust = new TrustWork(definition, dataset, preprocessing, prepared, _work, evaluator);
    }

    /// <summary>Does one item, or finds it done.</summary>
    /// <param name="item">Its needs must be done.</param>
    /// <param name="progress">Told after every epoch, on this thread; must return at once.</param>
    /// <param name="cancellation">Stops a training, which then saves a checkpoint.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="StorageFullException">There is no room left; the work can go on later.</exception>
    public async Task<WorkOutcome> RunAsync(WorkItem item, Action<WorkProgress>? progress, CancellationToken cancellation) =>
        await await StartAsync(item, progress, cancellation);

    /// <summary>Looks whether an item is done already, for <see cref="StartAsync"/>, which then need not wait for the store.</summary>
    /// <returns>Its result, if all of it is stored and whole; else null.</returns>
    public Task<WorkResult?> FindAsync(WorkItem item) => _work.VerifiedResultAsync(item.Id);

    /// <summary>
    /// As <see cref="RunAsync"/>, in two parts: the work, which computes on a <see cref="TrainingThread"/> where it is called on one, and
    /// the storing of its result, for which that thread need not wait.
    /// </summary>
    /// <param name="item"><inheritdoc cref="RunAsync" path="/param[@name='item']/node()"/></param>
    /// <param name="progress"><inheritdoc cref="RunAsync" path="/param[@name='progress']/node()"/></param>
    /// <param name="cancellation"><inheritdoc cref="RunAsync" path="/param[@name='cancellation']/node()"/></param>
    /// <param name="found">What <see cref="FindAsync"/> gives, if somebody looks already; if that fails, it is looked for again.</param>
    /// <returns>Completes when the work is done, with what completes when its result is stored.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<Task<WorkOutcome>> StartAsync(WorkItem item, Action<WorkProgress>? progress, CancellationToken cancellation,
        Task<WorkResult?>? found = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (await StoredAsync(item, found) is { } stored)
            return Task.FromResult(new WorkOutcome(stored, await _work.TimingAsync(item.Id), []));

        string path = SweepPaths.Checkpoint(_definition.Id, item.Id);
        if (_reusable is not null && await _reusable.FindAsync(item) is { } same)
            return Task.Run(() => ReuseAsync(item.Id, same, path), CancellationToken.None);
        StoredCheckpoint checkpoint = await StoredCheckpoint.OpenAsync(_work.Store, path);
        DateTime started = _options.Clock.GetUtcNow().UtcDateTime;
        long start = _options.Clock.GetTimestamp();
        int epochs = 0;
        TrainingRun run = new()
        {
            Cancellation = cancellation,
            Checkpoint = checkpoint,
            CheckpointInterval = _options.CheckpointInterval,
            EpochCompleted = report =>
            {
                epochs++;
                progress?.Invoke(new WorkProgress(
                    report.Epoch, report.TrainingLoss, report.ValidationLoss, report.BestEpoch, report.BestValidationLoss));
            },
        };

        FoldData fold = _folds.Enter(item.Fold);
        try
        {
            WorkResult result;
            byte[]? artifact;
            try
            {
                (result, artifact) = await DoAsync(item, fold, run);
            }
            catch (CheckpointMismatchException)
            {
                // Sweeps of another spec, data or version are refused as a whole, so this is debris; training anew gives the same result.
                await checkpoint.DeleteAsync();
                checkpoint = await StoredCheckpoint.OpenAsync(_work.Store, path);
                (result, artifact) = await DoAsync(item, fold, run with { Checkpoint = checkpoint });
            }
            WorkTiming timing = new(item.Id, started, Math.Round(_options.Clock.GetElapsedTime(start).TotalSeconds, 3), epochs,
                _options.Host, checkpoint.Resumed);
            return Task.Run(() => FinishAsync(item.Id, result, artifact, timing, checkpoint), CancellationToken.None);
        }
        catch (DamagedInputsException e)
        {
            return Task.FromResult(new WorkOutcome(null, null, e.Items));
        }
        catch (OperationCanceledException)
        {
            await checkpoint.FlushAsync();
            throw;
        }
        finally
        {
            _folds.Leave(item.Fold);
        }
    }

    private async Task<WorkResult?> StoredAsync(WorkItem item, Task<WorkResult?>? found)
    {
        try
        {
            if (found is not null) return await found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the store may answer by now
        }
        return await FindAsync(item);
    }

    private async Task<WorkOutcome> ReuseAsync(string item, ReusableResult same, string checkpoint)
    {
        WorkTiming timing = same.Timing with { ReusedFrom = same.Timing.ReusedFrom ?? same.Sweep };
        await _work.FinishAsync(item, same.Result, same.Artifact, timing);
        await _work.Store.DeleteAsync(checkpoint);
        return new WorkOutcome(same.Result, timing, []);
    }

    private async Task<WorkOutcome> FinishAsync(
        string item, WorkResult result, byte[]? artifact, WorkTiming timing, StoredCheckpoint checkpoint)
    {
        await _work.FinishAsync(item, result, artifact, timing);
        await checkpoint.DeleteAsync();
        return new WorkOutcome(result, timing, []);
    }

    private async Task<(WorkResult Result, byte[]? Artifact)> DoAsync(WorkItem item, FoldData fold, TrainingRun run) => item.Kind switch
    {
        WorkKind.Cell or WorkKind.MultiTarget => await _cells.DoAsync(item, fold, run),
        WorkKind.Generator => _generators.Do(item, fold, run),
        WorkKind.Search or WorkKind.SearchBatch => await _searches.DoAsync(item, fold, run.Cancellation),
        WorkKind.Trust => (await _trust.DoAsync(item, fold, run.Cancellation), null),
        _ => await _sets.DoAsync(item, fold, run.Cancellation),
    };
}
