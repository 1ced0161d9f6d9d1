using IonSweep.Learning;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Puts together what the models of a fold and strategy are trained on.</summary>
internal sealed class ModelTasks(SweepDefinition definition, SpectralDataset dataset, WorkStore work)
{
    /// <summary>Of the item's target alone.</summary>
    /// <exception cref="DamagedInputsException">The synthetic set is missing or damaged.</exception>
    public Task<PreparedTask> OfTargetAsync(WorkItem item, FoldData fold, IModelFamily family) =>
        OfAsync(item, fold, family, [dataset.IndexOfTarget(item.Target)]);

    /// <summary>Of all targets.</summary>
    /// <exception cref="DamagedInputsException">The synthetic set is missing or damaged.</exception>
    public Task<PreparedTask> OfAllAsync(WorkItem item, FoldData fold, IModelFamily family) =>
        OfAsync(item, fold, family, [.. Enumerable.Range(0, dataset.Targets.Count)]);

    private async Task<PreparedTask> OfAsync(WorkItem item, FoldData whole, IModelFamily family, int[] targets)
    {
        FoldData fold = whole.With(targets);
        return Of(item, fold, family, targets, await SyntheticSetAsync(item, fold), fold.Shared(item.Strategy));
    }

    /// <summary>Of some targets with a given synthetic set, on the rows of a fold that have their values.</summary>
    public PreparedTask Of(
        WorkItem item, FoldData fold, IModelFamily family, int[] targets, SyntheticSet? set, SharedComputations shared)
    {
        TargetScaler scaler = fold.ScalerOf(family);
        if (!family.IsMultiTarget) scaler = scaler.Only(targets[0]);
        RowSet training = fold.Training;
        float[] trainingTargets = fold.Columns(fold.TrainingTargets, targets);
        if (set is not null)
        {
            training = training.Then(RowSet.All(set.Spectra));
            trainingTargets = [.. trainingTargets, .. fold.Columns(set.Labels, targets)];
        }
        ModelTask task = new()
        {
            Spec = definition.Spec,
            Fold = item.Fold,
            Output = family.IsMultiTarget ? family.Slug : item.Target,
            Wavelengths = dataset.Wavelengths,
            AxisUnit = dataset.AxisUnit,
            Channels = fold.Channels,
            Training = training,
            TrainingTargets = Transformed(scaler, trainingTargets),
            Validation = fold.Validation,
            ValidationTargets = Transformed(scaler, fold.Columns(fold.ValidationTargets, targets)),
            Samples = fold.SamplesWith(set?.Spectra.Rows ?? 0),
            Shared = shared,
            TargetCount = targets.Length,
        };
        return new PreparedTask(task, fold, targets, scaler, set);
    }

    private static float[] Transformed(TargetScaler scaler, float[] values)
    {
        float[] scaled = new float[values.Length];
        scaler.Transform(values, scaled);
        return scaled;
    }

    private async Task<SyntheticSet?> SyntheticSetAsync(WorkItem item, FoldData fold)
    {
        if (StrategyCatalog.Get(item.Strategy) is not IGeneratingStrategy strategy) return null;
        string id = WorkItemId.SyntheticSet(item.Fold, strategy.Source, strategy.Slug);
        return await fold.SetAsync(item.Strategy, async () =>
        {
            SyntheticSet set = (await work.InputAsync(id, SyntheticSetArtifact.Read)).Artifact;
            if (set.Spectra.Columns != dataset.ChannelCount || set.Labels.Length != set.Spectra.Rows * dataset.Targets.Count)
                throw new DamagedInputsException([id]);
            return set;
        });
    }
}

/// <summary>A task with what its results are measured by.</summary>
/// <param name="Task">What the model is trained on.</param>
/// <param name="Fold">The rows that have the values it needs.</param>
/// <param name="Targets">Indices of its targets.</param>
/// <param name="Scaler">Between the model's unit and the targets'.</param>
/// <param name="Set">Generated spectra; null for E.</param>
internal sealed record PreparedTask(ModelTask Task, FoldData Fold, int[] Targets, TargetScaler Scaler, SyntheticSet? Set);
