using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Cpu;
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
    SweepDefinition definition, SpectralDataset dataset, WorkStore work, ITrainer trainer, NetworkEvaluator evaluator)
{
    /// <exception cref="DamagedInputsException">The synthetic set is missing or damaged.</exception>
    public async Task<(WorkResult Result, byte[]? Artifact)> DoAsync(WorkItem item, FoldData fold, TrainingRun run)
    {
        IModelFamily family = ModelCatalog.Get(item.Model);
        int[] targets = family.IsMultiTarget ? [.. Enumerable.Range(0, dataset.Targets.Count)] : [dataset.IndexOfTarget(item.Target)];
        TargetScaler scaler = fold.ScalerOf(family);
        if (!family.IsMultiTarget) scaler = scaler.Only(targets[0]);
        SyntheticSet? set = await SyntheticSetAsync(item, fold);
        RowSet training = fold.Training;
        float[] trainingTargets = fold.Columns(fold.TrainingTargets, targets);
        if (set is not null)
        {
            training = training.Then(RowSet.All(set.Spectra));
            trainingTargets = [.. trainingTargets, .. fold.Columns(set.Labels, targets)];
        }

        TrainedModel trained;
        try
        {
            trained = family.Train(
                new ModelTask
                {
                    Spec = definition.Spec,
                    Fold = item.Fold,
                    Output = family.IsMultiTarget ? family.Slug : item.Target,
                    Wavelengths = dataset.Wavelengths,
                    Channels = fold.Channels,
                    Training = training,
                    TrainingTargets = Transformed(scaler, trainingTargets),
                    Validation = fold.Validation,
                    ValidationTargets = Transformed(scaler, fold.Columns(fold.ValidationTargets, targets)),
                    Samples = fold.SamplesWith(set?.Spectra.Rows ?? 0),
                    Shared = fold.Shared(item.Strategy),
                    TargetCount = targets.Length,
                },
                trainer, run);
        }
        catch (Exception e) when (e is TrainingDivergedException or CalibrationException or UnsupportedNetworkException)
        {
            return (Failed(item, family, fold, set, e.Message), null);
        }

        float[] predicted = trained.Model.Predict(evaluator, fold.Test);
        scaler.Inverse(predicted, predicted);
        float[] truth = new float[predicted.Length];
        for (int row = 0; row < fold.Split.Test.Length; row++)
            for (int k = 0; k < targets.Length; k++) truth[row * targets.Length + k] = dataset.TargetRow(fold.Split.Test[row])[targets[k]];
        CellArtifact artifact = new(trained.Model, fold.Channels, scaler, fold.Split.Test, truth, predicted, trained.History);
        byte[] bytes = artifact.ToBytes(item, [.. targets.Select(t => dataset.Targets[t].Slug)]);
        string hash = WorkStore.HashOf(bytes);
        CellResult[] cells =
        [
            .. targets.Select((t, k) => Measured(Untrained(item, dataset.Targets[t].Slug, fold, set), trained, fold.Test,
                artifact.Column(truth, k), artifact.Column(predicted, k), hash)),
        ];
        return (family.IsMultiTarget
            ? new WorkResult.MultiTarget(new MultiTargetResult
            {
                Fold = item.Fold,
                Strategy = item.Strategy,
                Model = item.Model,
                Cells = cells,
                ModelSha256 = hash,
            })
            : new WorkResult.Cell(cells[0]), bytes);
    }

    private static CellResult Measured(
        CellResult untrained, TrainedModel trained, RowSet test, float[] truth, float[] predicted, string hash)
    {
        RegressionMetrics errors = RegressionMetrics.Of(truth, predicted);
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

    private static float[] Transformed(TargetScaler scaler, float[] values)
    {
        float[] scaled = new float[values.Length];
        scaler.Transform(values, scaled);
        return scaled;
    }

    private async Task<SyntheticSet?> SyntheticSetAsync(WorkItem item, FoldData fold)
    {
        if (item.Needs.Count == 0) return null;
        return await fold.SetAsync(item.Strategy, async () =>
        {
            SyntheticSet set = (await work.InputAsync(item.Needs[0], SyntheticSetArtifact.Read)).Artifact;
            if (set.Spectra.Columns != dataset.ChannelCount || set.Labels.Length != set.Spectra.Rows * dataset.Targets.Count)
                throw new DamagedInputsException([item.Needs[0]]);
            return set;
        });
    }
}
