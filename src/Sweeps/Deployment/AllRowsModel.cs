using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Selection;
using IonSweep.Learning.Training;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// Trains models on all rows of a sweep's data: the same search chooses again, by inner cross-validation over all samples. Their errors are
/// those which the sweep measured of the whole procedure on test rows; none of their own could be honest.
/// </summary>
internal static class AllRowsModel
{
    /// <summary>Families that need no validation rows: their choices are made by inner cross-validation.</summary>
    public static IReadOnlyList<string> Families { get; } =
        [ModelCatalog.Pls.Slug, ModelCatalog.Selected.Slug, ModelCatalog.Ensemble.Slug];

    /// <summary>One model of several targets.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="measured">Its data.</param>
    /// <param name="chosen">What to train for each target, with what the sweep measured of it.</param>
    /// <param name="slug">What the card says of the family: <c>recommended</c>, or the one that was named.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidSpecException">The rows allow no model.</exception>
    public static DeployedModel Train(
        SweepDefinition definition, SpectralDataset measured, IReadOnlyList<Recommendation> chosen, string slug,
        CancellationToken cancellation)
    {
        SweepSpec spec = definition.Spec;
        SpectralDataset dataset = new PreprocessingPipeline(spec.Preprocessing, measured.ChannelCount).Apply(measured);
        ChannelScaler channels = ChannelScaler.Fit(dataset);
        Matrix scaled = new(dataset.RowCount, dataset.ChannelCount);
        for (int row = 0; row < dataset.RowCount; row++) channels.Transform(dataset.Spectrum(row), scaled.Row(row));
        ModelParts parts = new();
        List<CardFile> models = [];
        // PLS as its family has it, autoscaled; without validation rows inner cross-validation chooses the components.
        SearchSpec plain = new() { Pipelines = [[new Autoscaling()]], Methods = ["pls"] };
        Dictionary<bool, SharedComputations> shared = new() { [true] = new SharedComputations(), [false] = new SharedComputations() };
        (int[] samples, _) = SampleNumbers.Of(dataset);
        foreach (Recommendation one in chosen)
        {
            bool isPls = one.Model == ModelCatalog.Pls.Slug;
            IModelFamily family = ModelCatalog.Get(isPls ? ModelCatalog.Selected.Slug : one.Model);
            int target = dataset.IndexOfTarget(one.Target);
            int[] rows = [.. Enumerable.Range(0, dataset.RowCount).Where(row => dataset.HasAll(row, [target]))];
            ModelTask task = new()
            {
                Spec = isPls ? spec.With(SearchSpec.Section, plain) : spec,
                Fold = spec.Folds,
                Output = one.Target,
                Wavelengths = dataset.Wavelengths,
                AxisUnit = dataset.AxisUnit,
                Channels = channels,
                Training = RowSet.Of(scaled, rows),
                TrainingTargets = [.. rows.Select(row => dataset.TargetRow(row)[target])],
                Validation = RowSet.All(new Matrix(0, dataset.ChannelCount)),
                ValidationTargets = [],
                Samples = [.. rows.Select(row => samples[row])],
                Shared = rows.Length == dataset.RowCount ? shared[isPls] : new SharedComputations(), // of the same rows alone
                TargetCount = 1,
            };
            try
            {
                IReadOnlyList<SearchCandidate> candidates = FoldSearch.Of(task).Finish([], cancellation);
                ITrainedModel model = family.Train(
                    task with { Candidates = candidates }, new CpuTrainer(), new TrainingRun { Cancellation = cancellation }).Model;
                string reference = StrategyCatalog.Reference.Slug;
                WorkItem item = new(
                    WorkItemId.Cell(spec.Folds, one.Target, reference, one.Model), WorkKind.Cell, spec.Folds, one.Target, reference, "", [],
                    Model: one.Model);
                models.Add(parts.Add($"all/{one.Target}.safetensors",
                    new CellArtifact(model, channels, TargetScaler.Raw(1), [], [], [], History: null).ToBytes(item, [one.Target])));
            }
            catch (CalibrationException e)
            {
                throw new InvalidSpecException("data", $"{one.TargetName} cannot be trained on all rows. {e.Message}", e);
            }
        }
        CardFold all = new(0, models, parts.AddTrust("all/trust.safetensors", "trained", () => Trust(dataset, spec, scaled)));
        string training = string.Create(CultureInfo.InvariantCulture,
            $"Chosen and trained on all {dataset.RowCount} rows. Errors, intervals and coverage are those of the same procedure in ")
            + string.Create(CultureInfo.InvariantCulture,
                $"sweep {definition.Id}, on test rows of {chosen.Max(one => one.Folds)} folds that had no part in it.");
        return parts.Finish(ModelParts.Card(definition, dataset, slug, string.Join(", ", chosen.Select(one => one.ModelName).Distinct()),
            StrategyCatalog.Reference.Slug, training, [all],
            [
                .. chosen.Select(one => new CardTarget(
                    one.Target, one.TargetName, one.Unit, one.Minimum, one.Maximum, one.HalfWidth, one.MeasuredCoverage, one.MeanMae)),
            ]));
    }

    /// <summary>Distance from all spectra, calibrated on each fold's validation rows by the distance from its own training rows.</summary>
    private static byte[] Trust(SpectralDataset dataset, SweepSpec spec, Matrix scaled)
    {
        List<double> scores = [];
        for (int number = 0; number < spec.Folds; number++)
        {
            FoldData fold = new(dataset, spec, number);
            SpectralDistance own = SpectralDistance.Fit(fold.Training);
            for (int row = 0; row < fold.Validation.Count; row++) scores.Add(own.Score(fold.Validation.Row(row)));
        }
        return StoredTrust.ToBytes(SpectralDistance.Fit(RowSet.All(scaled)), new CalibratedScore([.. scores]), auxiliary: null);
    }
}
