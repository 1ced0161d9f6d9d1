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
/// Does the work items of one sweep: the same code wherever they run. Idempotent: what is stored and whole is not done again.
/// Calls block their thread; different threads may run different items at once.
/// </summary>
public sealed class WorkRunner
{
    private readonly SweepDefinition _definition;
    private readonly WorkStore _work;
    private readonly FoldCache _folds;
    private readonly WorkRunnerOptions _options;
    private readonly CellWork _cells;
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
        NetworkEvaluator evaluator = new();
        _cells = new CellWork(definition, prepared, _work, trainer, evaluator);
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
    public WorkOutcome Run(WorkItem item, Action<WorkProgress>? progress, CancellationToken cancellation) =>
        Start(item, progress, cancellation).GetAwaiter().GetResult();

    /// <summary>Looks whether an item is done already, for <see cref="Start"/>, which then need not wait for the store.</summary>
    /// <returns>Its result, if all of it is stored and whole; else null.</returns>
    public WorkResult? Find(WorkItem item) => _work.VerifiedResult(item.Id);

    /// <summary>As <see cref="Run"/>, but only the work is done on the calling thread, which is then free for other work.</summary>
    /// <param name="item"><inheritdoc cref="Run" path="/param[@name='item']/node()"/></param>
    /// <param name="progress"><inheritdoc cref="Run" path="/param[@name='progress']/node()"/></param>
    /// <param name="cancellation"><inheritdoc cref="Run" path="/param[@name='cancellation']/node()"/></param>
    /// <param name="found">What <see cref="Find"/> gives, if somebody looks already; if that fails, it is looked for again.</param>
    /// <returns>Completes when the result is stored.</returns>
    /// <inheritdoc cref="Run" path="/exception"/>
    public Task<WorkOutcome> Start(WorkItem item, Action<WorkProgress>? progress, CancellationToken cancellation,
        Task<WorkResult?>? found = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Stored(item, found) is { } stored) return Task.FromResult(new WorkOutcome(stored, _work.Timing(item.Id), []));

        StoredCheckpoint checkpoint = new(_work.Store, SweepPaths.Checkpoint(_definition.Id, item.Id));
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
            (WorkResult result, byte[]? artifact) = Do(item, fold, run, checkpoint);
            WorkTiming timing = new(item.Id, started, Math.Round(_options.Clock.GetElapsedTime(start).TotalSeconds, 3), epochs,
                _options.Host, checkpoint.Resumed);
            return Task.Run(() => Finish(item.Id, result, artifact, timing), CancellationToken.None);
        }
        catch (DamagedInputsException e)
        {
            return Task.FromResult(new WorkOutcome(null, null, e.Items));
        }
        finally
        {
            _folds.Leave(item.Fold);
        }
    }

    private WorkResult? Stored(WorkItem item, Task<WorkResult?>? found)
    {
        try
        {
            if (found is not null) return found.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the store may answer by now
        }
        return Find(item);
    }

    private WorkOutcome Finish(string item, WorkResult result, byte[]? artifact, WorkTiming timing)
    {
        _work.Finish(item, result, artifact, timing);
        _work.Store.DeleteAsync(SweepPaths.Checkpoint(_definition.Id, item), CancellationToken.None).GetAwaiter().GetResult();
        return new WorkOutcome(result, timing, []);
    }

    private (WorkResult Result, byte[]? Artifact) Do(WorkItem item, FoldData fold, TrainingRun run, StoredCheckpoint checkpoint)
    {
        try
        {
            return item.Kind switch
            {
                WorkKind.Cell or WorkKind.Group => _cells.Do(item, fold, run),
                WorkKind.Generator => _generators.Do(item, fold, run),
                WorkKind.Trust => (_trust.Do(item, fold, run.Cancellation), null),
                _ => _sets.Do(item, fold, run.Cancellation),
            };
        }
        catch (CheckpointMismatchException)
        {
            // Sweeps of another spec, data or version are refused as a whole, so this is debris; training anew gives the same result.
            checkpoint.Delete();
            return Do(item, fold,
                run with { Checkpoint = new StoredCheckpoint(_work.Store, SweepPaths.Checkpoint(_definition.Id, item.Id)) }, checkpoint);
        }
    }
}
