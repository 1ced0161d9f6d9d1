using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Forward;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Trains one model, of one target (a cell) or of all, on measured and generated spectra and measures its errors on the fold's
/// test rows.
/// </summary>
internal sealed class CellWork(
    SpectralDataset dataset, ModelTasks tasks, WorkStore work, ITrainer trainer, NetworkEvaluator evaluator,
    AugmentationChooser chooser)
{
    /// <exception cref="DamagedInputsException">The synthetic set or the search is missing or damaged.</exception>
    public async Task<(WorkResult Result, byte[]? Artifact)> DoAsync(WorkItem item, FoldData whole, TrainingRun run)
    {
        IModelFamily family = ModelCatalog.Get(item.Model);
        if (StrategyCatalog.Get(item.Strategy) is IChoosingStrategy choosing) return await ChooseAsync(item, whole, family, choosing, run);
        PreparedTask prepared = family.IsMultiTarget
            ? await tasks.OfAllAsync(item, whole, family) : await tasks.OfTargetAsync(item, whole, family);
        if (family.Searches)
            prepared = prepared with
            {
                Task = prepared.Task with
                {
                    Candidates = (await work.InputAsync(
                        WorkItemId.Search(item.Fold, item.Target, item.Strategy), SearchArtifact.Read)).Artifact,
                },
            };

        try
        {
            return Finished(item, prepared, family.Train(prepared.Task, trainer, run));
        }
        catch (Exception e) when (e is TrainingDivergedException or CalibrationException or UnsupportedNetworkException)
        {
            return (Failed(item, family, prepared.Fold, prepared.Set, e.Message), null);
        }
    }

    /// <summary>The model with what is proposed for it, or the one without where that is not clearly better.</summary>
    private async Task<(WorkResult Result, byte[]? Artifact)> ChooseAsync(
        WorkItem item, FoldData whole, IModelFamily family, IChoosingStrategy choosing, TrainingRun run)
    {
        int[] targets = family.IsMultiTarget ? [.. Enumerable.Range(0, dataset.Targets.Count)] : [dataset.IndexOfTarget(item.Target)];
        (WorkResult result, CellArtifact without) = await work.InputAsync(item.Needs[0], CellArtifact.Read);
        FoldData fold = whole.With(targets), complete = whole.WithAll();
        if (chooser.Propose(choosing, complete, targets, run.Cancellation) is { } choice)
        {
            try
            {
                SharedComputations shared = fold.Shared($"{choosing.Slug}/{choice}");
                PreparedTask with = tasks.Of(
                    item, fold, family, targets, shared.Get("set", () => chooser.Generate(choice, complete, run.Cancellation)), shared);
                TrainedModel trained = family.Train(with.Task, trainer, run);
                if (chooser.IsBetter(without.Model, trained.Model, fold, with.Task.ValidationTargets))
                    return Finished(item, with, trained, $"{choice}");
            }
            catch (Exception e) when (e is ForwardFitException or TrainingDivergedException or CalibrationException)
            {
                // A model that cannot be had with augmentation is had without.
            }
        }
        byte[] artifact = without.ToBytes(item, Slugs(targets));
        IReadOnlyList<CellResult> cells = result is WorkResult.MultiTarget group ? group.Value.Cells : [((WorkResult.Cell)result).Value];
        return (ResultOf(item, [.. cells.Select(one => one with
        {
            Strategy = item.Strategy,
            ModelSha256 = WorkStore.HashOf(artifact),
            Choice = AugmentationChoice.None,
        })]), artifact);
    }

    private (WorkResult Result, byte[]? Artifact) Finished(
        WorkItem item, PreparedTask prepared, TrainedModel trained, string? choice = null)
    {
        (_, FoldData fold, int[] targets, TargetScaler scaler, SyntheticSet? set) = prepared;
        float[] predicted = trained.Model.Predict(evaluator, fold.Test);
        scaler.Inverse(predicted, predicted);
        float[] truth = new float[predicted.Length];
        for (int row = 0; row < fold.Split.Test.Length; row++)
            for (int k = 0; k < targets.Length; k++) truth[row * targets.Length + k] = dataset.TargetRow(fold.Split.Test[row])[targets[k]];
        CellArtifact artifact = new(trained.Model, fold.Channels, scaler, fold.Split.Test, truth, predicted, trained.History);
        byte[] bytes = artifact.ToBytes(item, Slugs(targets));
        string hash = WorkStore.HashOf(bytes);
        return (ResultOf(item,
        [
            .. targets.Select((t, k) => Measured(
                WithValues(Untrained(item, dataset.Targets[t].Slug, fold, set) with { Choice = choice }, fold, artifact.Column(truth, k)),
                trained, fold.Test, artifact.Column(truth, k), artifact.Column(predicted, k), hash)),
        ]), bytes);
    }

    private static WorkResult ResultOf(WorkItem item, IReadOnlyList<CellResult> cells) => item.Kind == WorkKind.MultiTarget
        ? new WorkResult.MultiTarget(new MultiTargetResult
        {
            Fold = item.Fold,
            Strategy = item.Strategy,
            Model = item.Model,
            Cells = cells,
            ModelSha256 = cells[0].ModelSha256,
        })
        : new WorkResult.Cell(cells[0]);

    private string[] Slugs(int[] targets) => [.. targets.Select(t => dataset.Targets[t].Slug)];

    private static CellResult Measured(
        CellResult untrained, TrainedModel trained, RowSet test, float[] truth, float[] predicted, string hash)
    {
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(row => !float.IsNaN(truth[row]))];
        RegressionMetrics errors = known.Length == truth.Length ? RegressionMetrics.Of(truth, predicted)
            : RegressionMetrics.Of([.. known.Select(row => truth[row])], [.. known.Select(row => predicted[row])]);
        CellResult cell = untrained with
        {
            Mae = errors.Mae,
            Rmse = errors.Rmse,
            R2 = errors.R2,
            Bias = errors.Bias,
            Components = trained.Components,
            Search = trained.Search?.Invoke(test, truth),
            ModelSha256 = hash,
        };
        return trained.History is not { } history ? cell : cell with
        {
            Epochs = history.Epochs,
            BestEpoch = history.BestEpoch,
            BestValidationLoss = history.BestValidationLoss,
            CapHit = history.CapHit,
        };
    }

    /// <summary>
    /// A model of all targets is tested on the rows that have a value of any; of one target those count that have its value.
    /// </summary>
    private static CellResult WithValues(CellResult cell, FoldData fold, float[] truth)
    {
        int[] rows = [.. fold.Split.Test.Where((_, i) => !float.IsNaN(truth[i]))];
        return rows.Length == truth.Length ? cell : cell with { TestRows = rows.Length, TestSamples = fold.SamplesOf(rows) };
    }

    private CellResult Untrained(WorkItem item, string target, FoldData fold, SyntheticSet? set) => new()
    {
        Fold = item.Fold,
        Target = target,
        Strategy = item.Strategy,
        Model = item.Model,
        TrainingRows = fold.Split.Training.Length,
        TrainingSamples = fold.Split.TrainingSamples,
        TestRows = fold.Split.Test.Length,
        TestSamples = fold.Split.TestSamples,
        SyntheticRows = set?.Spectra.Rows ?? 0,
        Trainer = trainer.Name,
        NumericsVersion = trainer.NumericsVersion,
    };

    private WorkResult Failed(WorkItem item, IModelFamily family, FoldData fold, SyntheticSet? set, string failure) => family.IsMultiTarget
        ? new WorkResult.MultiTarget(new MultiTargetResult
        {
            Fold = item.Fold,
            Strategy = item.Strategy,
            Model = item.Model,
            Failure = new WorkFailure(failure),
        })
        : new WorkResult.Cell(Untrained(item, item.Target, fold, set) with { Failure = new WorkFailure(failure) });
}
