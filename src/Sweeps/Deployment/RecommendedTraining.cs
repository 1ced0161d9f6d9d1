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
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// Trains what a finished sweep recommends on all its rows: the same search chooses again, by inner cross-validation over all samples. Its
/// error is that which the sweep measured of the whole procedure on test rows; none of its own could be honest.
/// </summary>
/// <param name="store">Holds the sweep.</param>
public sealed class RecommendedTraining(IArtifactStore store)
{
    /// <summary>The model of all targets that the sweep recommends something for.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="InvalidSpecException">The sweep did not search, has no result yet, or its rows allow no model.</exception>
    /// <exception cref="DamagedSweepException">Spec or dataset is missing or damaged.</exception>
    public async Task<DeployedModel> TrainAsync(string id, CancellationToken cancellation = default)
    {
        StoredSweeps sweeps = new(store);
        SweepDefinition definition = await sweeps.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        DatasetArtifact dataset = await sweeps.DatasetAsync(definition, cancellation);
        SweepReport report = await sweeps.ReportAsync(id, cancellation);
        if (report.Recommendations is not { } recommendations)
            throw new InvalidSpecException("models",
                "models: the sweep searched for nothing, so there is nothing to train on all rows. Run one with --preset search.");
        if (recommendations.Count < definition.Spec.Targets.Count || report.Results.Summary.Status == SweepStatus.Running)
            throw new InvalidSpecException("", "The sweep has not ended yet; run it to its end first.");
        return await Task.Run(() => Train(definition, dataset.Data, recommendations, cancellation), cancellation);
    }

    private static DeployedModel Train(
        SweepDefinition definition, SpectralDataset measured, IReadOnlyList<Recommendation> recommendations,
        CancellationToken cancellation)
    {
        SweepSpec spec = definition.Spec;
        SpectralDataset dataset = new PreprocessingPipeline(spec.Preprocessing, measured.ChannelCount).Apply(measured);
        ChannelScaler channels = ChannelScaler.Fit(dataset);
        Matrix scaled = new(dataset.RowCount, dataset.ChannelCount);
        for (int row = 0; row < dataset.RowCount; row++) channels.Transform(dataset.Spectrum(row), scaled.Row(row));
        Dictionary<string, byte[]> files = [];
        List<CardFile> models = [];
        // PLS as its family has it, autoscaled; without validation rows inner cross-validation chooses the components.
        SearchSpec plain = new() { Pipelines = [[new Autoscaling()]], Methods = ["pls"] };
        Dictionary<bool, SharedComputations> shared = new() { [true] = new SharedComputations(), [false] = new SharedComputations() };
        (int[] samples, _) = SampleNumbers.Of(dataset);
        foreach (Recommendation one in recommendations)
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
                models.Add(Add(files, $"all/{one.Target}.safetensors",
                    new CellArtifact(model, channels, TargetScaler.Raw(1), [], [], [], History: null).ToBytes(item, [one.Target])));
            }
            catch (CalibrationException e)
            {
                throw new InvalidSpecException("data", $"{one.TargetName} cannot be trained on all rows. {e.Message}", e);
            }
        }
        return new DeployedModel(
            new ModelCard
            {
                Sweep = definition.Id,
                Dataset = definition.Dataset,
                Shortened = spec.Shortened,
                Model = "recommended",
                ModelName = string.Join(", ", recommendations.Select(one => one.ModelName).Distinct()),
                Strategy = StrategyCatalog.Reference.Slug,
                StrategyName = StrategyCatalog.Reference.Name,
                Trainer = spec.Trainer,
                NumericsVersion = definition.NumericsVersion,
                Training = string.Create(CultureInfo.InvariantCulture,
                    $"Chosen and trained on all {dataset.RowCount} rows. Errors, intervals and coverage are those of the same procedure ")
                    + "in " + string.Create(CultureInfo.InvariantCulture,
                        $"sweep {definition.Id}, on test rows of {recommendations.Max(one => one.Folds)} folds that had no part in it."),
                Wavelengths = dataset.Wavelengths,
                AxisUnit = dataset.AxisUnit,
                Ordinate = dataset.Ordinate,
                Preprocessing = spec.Preprocessing,
                Targets =
                [
                    .. recommendations.Select(one => new CardTarget(
                        one.Target, one.TargetName, one.Unit, one.Minimum, one.Maximum, one.HalfWidth, one.MeasuredCoverage, one.MeanMae)),
                ],
                Coverage = spec.Trust.Coverage,
                FalseAlarms = spec.Trust.FalseAlarms,
                Folds = [new CardFold(0, models, Add(files, "all/trust.safetensors", Trust(dataset, spec, scaled)))],
            },
            files);
    }

    /// <summary>Distance from all spectra, calibrated on each fold's validation rows by the distance from its own training rows.</summary>
    private static byte[] Trust(SpectralDataset dataset, SweepSpec spec, Matrix scaled)
    {
        try
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
        catch (ArgumentException e)
        {
            throw new InvalidSpecException("data",
                $"The model cannot be trained: what calls spectra outliers cannot be calibrated on this dataset. {e.Message}", e);
        }
    }

    private static CardFile Add(Dictionary<string, byte[]> files, string path, byte[] bytes)
    {
        files.Add(path, bytes);
        return new CardFile(path, WorkStore.HashOf(bytes));
    }
}
