using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Measures on a fold's test rows what the models of one family and strategy promise: intervals calibrated on validation rows, and
/// warnings of spectra that were disturbed on purpose.
/// </summary>
/// <param name="definition">The sweep.</param>
/// <param name="measured">The spectra as measured: those that are disturbed.</param>
/// <param name="preprocessing">What makes <paramref name="dataset"/> of them.</param>
/// <param name="dataset">The preprocessed spectra.</param>
/// <param name="work">Where the models are.</param>
/// <param name="evaluator">Evaluates networks.</param>
internal sealed class TrustWork(
    SweepDefinition definition, SpectralDataset measured, PreprocessingPipeline preprocessing, SpectralDataset dataset, WorkStore work,
    NetworkEvaluator evaluator)
{
    /// <exception cref="DamagedInputsException">A model is missing or damaged.</exception>
    public async Task<WorkResult> DoAsync(WorkItem item, FoldData fold, CancellationToken cancellation)
    {
        List<string> damaged = [];
        List<(WorkResult Result, CellArtifact Artifact)> models = [];
        foreach (string need in item.Needs)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                models.Add(await work.InputAsync(need, CellArtifact.Read));
            }
            catch (DamagedInputsException e)
            {
                damaged.AddRange(e.Items);
            }
        }
        if (damaged.Count > 0) throw new DamagedInputsException(damaged);

        TrustResult untested = new() { Fold = item.Fold, Strategy = item.Strategy, Model = item.Model };
        try
        {
            FoldTrust shared = fold.Trust(() => new FoldTrust(measured, preprocessing, fold, definition.Spec.Seed));
            return new WorkResult.Trust(untested with
            {
                Intervals = [.. models.SelectMany(model => Intervals(item, model, fold))],
                Warnings = Warnings(shared, models[0].Artifact.Model, fold),
            });
        }
        catch (ArgumentException e)
        {
            return new WorkResult.Trust(untested with { Failure = new WorkFailure(e.Message) });
        }
    }

    private IEnumerable<IntervalResult> Intervals(WorkItem item, (WorkResult Result, CellArtifact Artifact) model, FoldData whole)
    {
        CellArtifact artifact = model.Artifact;
        IReadOnlyList<CellResult> cells = model.Result is WorkResult.MultiTarget group ? group.Value.Cells
            : [((WorkResult.Cell)model.Result).Value];
        IReadOnlyList<string> reported = item.Strategy == StrategyCatalog.Reference.Slug ? definition.Spec.Targets
            : definition.Spec.AugmentedTargets;
        FoldData fold = whole.With([.. cells.Select(cell => dataset.IndexOfTarget(cell.Target))]);
        float[] predicted = artifact.Model.Predict(evaluator, fold.Validation);
        artifact.Targets.Inverse(predicted, predicted);
        for (int k = 0; k < cells.Count; k++)
        {
            if (!reported.Contains(cells[k].Target)) continue;
            int target = dataset.IndexOfTarget(cells[k].Target);
            float[] validation = [.. Enumerable.Range(0, fold.Split.Validation.Length).Select(row => predicted[row * cells.Count + k])];
            double[] residuals = artifact.Model is IRefittedModel refitted ? [.. refitted.HeldOutResiduals]
                : PredictionInterval.Residuals(
                    fold.Split.Validation, dataset.SampleIds, fold.Columns(fold.ValidationTargets, [target]), validation);
            double half = SplitConformal.HalfWidth(residuals, definition.Spec.Trust.Coverage);
            float[] known = artifact.Column(artifact.True, k), test = artifact.Column(artifact.Predicted, k);
            yield return new IntervalResult(cells[k].Target, half,
                SplitConformal.Coverage([.. known.Select((value, i) => (double)test[i] - value).Where(double.IsFinite)], half));
        }
    }

    private List<WarningResult> Warnings(FoldTrust shared, ITrainedModel model, FoldData fold)
    {
        TrustSpec spec = definition.Spec.Trust;
        int rows = shared.Calibrated.Scores.Count;
        double[][] distances = [.. shared.Disturbed.Select(disturbed => disturbed.Distances)];
        List<WarningResult> warnings = [Warning(
            OutlierScores.Distance, shared, shared.Calibrated, shared.Undisturbed, distances,
            OutlierScores.Level(spec.FalseAlarms, 1, rows))];
        if (model is not IAuxiliaryModel auxiliary) return warnings;

        AuxiliaryScore score = new(auxiliary, evaluator, fold.Validation, fold.Channels, dataset.Wavelengths);
        double[] undisturbed = score.Of(fold.Test);
        double[][] disagreements = [.. shared.Disturbed.Select(disturbed => score.Of(RowSet.All(disturbed.Spectra)))];
        warnings.Add(Warning(OutlierScores.Auxiliary, shared, score.Calibrated, undisturbed, disagreements,
            OutlierScores.Level(spec.FalseAlarms, 1, rows)));
        // Outliers by either p-value; ranked by the larger score, each in units of its validation rows, because p-values of outliers
        // are all equal.
        double level = OutlierScores.Level(spec.FalseAlarms, 2, rows);
        warnings.Add(Warning(
            OutlierScores.Either, shared, Larger(shared.Undisturbed, undisturbed),
            [.. distances.Select((one, kind) => Larger(one, disagreements[kind]))],
            Either(shared.Undisturbed, undisturbed), [.. distances.Select((one, kind) => Either(one, disagreements[kind]))]));
        return warnings;

        double[] Larger(double[] distance, double[] disagreement) =>
            [.. distance.Select((value, i) => Math.Max(
                OutlierScores.Relative(shared.Calibrated, value), OutlierScores.Relative(score.Calibrated, disagreement[i])))];

        double Either(double[] distance, double[] disagreement) =>
            Share(distance.Select(
                (value, i) => shared.Calibrated.IsOutlier(value, level) || score.Calibrated.IsOutlier(disagreement[i], level)));
    }

    private static WarningResult Warning(string score, FoldTrust shared, CalibratedScore calibrated, double[] undisturbed,
        double[][] disturbed, double level) => Warning(
        score, shared, undisturbed, disturbed, Share(undisturbed.Select(value => calibrated.IsOutlier(value, level))),
        [.. disturbed.Select(scores => Share(scores.Select(value => calibrated.IsOutlier(value, level))))]);

    private static WarningResult Warning(string score, FoldTrust shared, double[] undisturbed, double[][] disturbed, double falseAlarms,
        double[] noticed) => new(
        score, falseAlarms,
        [
            .. shared.Disturbed.Select((kind, i) => new DisturbanceResult(
                kind.Disturbance.Kind, kind.Disturbance.Strength, RocAuc.Of(undisturbed, disturbed[i]), noticed[i])),
        ]);

    private static double Share(IEnumerable<bool> outliers) => outliers.Average(one => one ? 1.0 : 0.0);
}
