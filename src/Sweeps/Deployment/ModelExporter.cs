using System.Globalization;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Deployment;

/// <summary>Takes models out of a sweep: the artifacts as they are, with what intervals and warnings need.</summary>
/// <param name="store">Holds the sweep.</param>
/// <param name="evaluator">Evaluates networks.</param>
public sealed class ModelExporter(IArtifactStore store, NetworkEvaluator evaluator)
{
    /// <summary>The ensemble over folds, or one fold's member.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="model">Slug of the model family; null when the sweep has only one.</param>
    /// <param name="strategy">Slug of the strategy.</param>
    /// <param name="fold">One fold, from 0; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="InvalidSpecException">The sweep has no such fold, family or strategy, or has not trained it yet.</exception>
    /// <exception cref="DamagedSweepException">Spec or dataset is missing or damaged.</exception>
    /// <exception cref="DamagedArtifactException">Models are missing or damaged.</exception>
    public async Task<DeployedModel> ExportAsync(
        string id, string? model, string strategy, int? fold = null, CancellationToken cancellation = default)
    {
        StoredSweeps sweeps = new(store);
        SweepDefinition definition = await sweeps.DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        DatasetArtifact dataset = await sweeps.DatasetAsync(definition, cancellation);
        IModelFamily family = FamilyOf(definition.Spec, model);
        if (!definition.Spec.Strategies.Contains(strategy))
            throw new InvalidSpecException("strategy",
                $"strategy: the sweep has no strategy '{strategy}'{NearestName.Hint(strategy, definition.Spec.Strategies)} It has "
                    + $"{string.Join(", ", definition.Spec.Strategies)}.");
        if (fold is { } one && (one < 0 || one >= definition.Spec.Folds))
            throw new InvalidSpecException("fold", string.Create(
                CultureInfo.InvariantCulture, $"fold: the sweep has no fold {one}; expected 0 to {definition.Spec.Folds - 1}."));
        int[] folds = fold is null ? [.. Enumerable.Range(0, await sweeps.FoldsAsync(definition, cancellation))] : [fold.Value];
        return await Task.Run(() => ExportAsync(definition, dataset.Data, family, strategy, folds, cancellation), cancellation);
    }

    private static IModelFamily FamilyOf(SweepSpec spec, string? model)
    {
        if (model is null && spec.Models.Count > 1)
            throw new InvalidSpecException("model", $"model: the sweep has several models; name one of {string.Join(", ", spec.Models)}.");
        string slug = model ?? spec.Models[0];
        return spec.Models.Contains(slug)
            ? ModelCatalog.Get(slug)
            : throw new InvalidSpecException("model",
                $"model: the sweep has no model '{slug}'{NearestName.Hint(slug, spec.Models)} It has {string.Join(", ", spec.Models)}.");
    }

    private async Task<DeployedModel> ExportAsync(
        SweepDefinition definition, SpectralDataset measured, IModelFamily family, string strategy, int[] folds,
        CancellationToken cancellation)
    {
        SweepSpec spec = definition.Spec;
        SpectralDataset dataset = new PreprocessingPipeline(spec.Preprocessing, measured.ChannelCount).Apply(measured);
        string[] targets = family.IsMultiTarget ? [.. dataset.Targets.Select(target => target.Slug)]
            : [.. strategy == StrategyCatalog.Reference.Slug ? spec.Targets : spec.AugmentedTargets];
        if (targets.Length == 0) throw new InvalidSpecException("strategy", $"strategy: the sweep trained no target with '{strategy}'.");
        WorkStore work = new(store, definition.Id);
        Dictionary<string, byte[]> files = [];
        List<CardFold> members = [];
        TargetRecord[] records = [.. targets.Select(_ => new TargetRecord())];
        foreach (int number in folds)
        {
            cancellation.ThrowIfCancellationRequested();
            FoldData fold = new(dataset, spec, number);
            List<CardFile> models = [];
            ITrainedModel? first = null;
            string[] items = family.IsMultiTarget
                ? [WorkItemId.MultiTarget(number, strategy, family.Slug)]
                : [.. targets.Select(target => WorkItemId.Cell(number, target, strategy, family.Slug))];
            for (int i = 0; i < items.Length; i++)
            {
                (CellArtifact artifact, byte[] bytes) = await ReadAsync(work, items[i]);
                first ??= artifact.Model;
                models.Add(Add(files,
                    FormattableString.Invariant($"fold-{number}/{(family.IsMultiTarget ? "all-targets" : targets[i])}.safetensors"),
                    bytes));
                FoldData rows = fold.With(family.IsMultiTarget ? [.. targets.Select(dataset.IndexOfTarget)]
                    : [dataset.IndexOfTarget(targets[i])]);
                float[] validation = artifact.Model.Predict(evaluator, rows.Validation);
                artifact.Targets.Inverse(validation, validation);
                int count = artifact.Targets.TargetCount;
                for (int k = 0; k < count; k++)
                {
                    TargetRecord record = records[family.IsMultiTarget ? k : i];
                    float[] known = rows.Columns(rows.ValidationTargets, [dataset.IndexOfTarget(targets[family.IsMultiTarget ? k : i])]);
                    record.Validation.AddRange(artifact.Model is IRefittedModel refitted ? refitted.HeldOutResiduals
                        : PredictionInterval.Residuals(
                            rows.Split.Validation, dataset.SampleIds, known,
                            [.. Enumerable.Range(0, known.Length).Select(row => validation[row * count + k])]));
                    float[] truth = artifact.Column(artifact.True, k), predicted = artifact.Column(artifact.Predicted, k);
                    double[] errors = [.. truth.Select((value, row) => (double)predicted[row] - value).Where(double.IsFinite)];
                    record.Test.AddRange(errors);
                    record.Maes.Add(errors.Average(Math.Abs));
                }
            }
            members.Add(new CardFold(number, models,
                Add(files, FormattableString.Invariant($"fold-{number}/trust.safetensors"), Trust(dataset, fold, first!))));
        }
        return new DeployedModel(
            new ModelCard
            {
                Sweep = definition.Id,
                Dataset = definition.Dataset,
                Shortened = spec.Shortened,
                Model = family.Slug,
                ModelName = family.Name,
                Strategy = strategy,
                StrategyName = StrategyCatalog.Get(strategy).Name,
                Trainer = spec.Trainer,
                NumericsVersion = definition.NumericsVersion,
                Wavelengths = dataset.Wavelengths,
                AxisUnit = dataset.AxisUnit,
                Ordinate = dataset.Ordinate,
                Preprocessing = spec.Preprocessing,
                Targets =
                [
                    .. targets.Select((slug, t) =>
                    {
                        TargetFacts facts = definition.Facts.Targets.First(target => target.Slug == slug);
                        double half = SplitConformal.HalfWidth([.. records[t].Validation], spec.Trust.Coverage);
                        return new CardTarget(slug, facts.Name, facts.Unit, facts.Minimum, facts.Maximum, half,
                            SplitConformal.Coverage([.. records[t].Test], half), records[t].Maes.Average());
                    }),
                ],
                Coverage = spec.Trust.Coverage,
                FalseAlarms = spec.Trust.FalseAlarms,
                Folds = members,
            },
            files);
    }

    private byte[] Trust(SpectralDataset dataset, FoldData fold, ITrainedModel model)
    {
        try
        {
            SpectralDistance distance = SpectralDistance.Fit(fold.Training);
            CalibratedScore calibrated =
                new([.. Enumerable.Range(0, fold.Validation.Count).Select(row => distance.Score(fold.Validation.Row(row)))]);
            return StoredTrust.ToBytes(distance, calibrated, model is IAuxiliaryModel auxiliary
                ? new AuxiliaryScore(auxiliary, evaluator, fold.Validation, fold.Channels, dataset.Wavelengths) : null);
        }
        catch (ArgumentException e)
        {
            throw new InvalidSpecException("data",
                $"The model cannot be exported: what calls spectra outliers cannot be calibrated on this dataset. {e.Message}", e);
        }
    }

    private static async Task<(CellArtifact Artifact, byte[] Bytes)> ReadAsync(WorkStore work, string item)
    {
        try
        {
            (_, (CellArtifact artifact, byte[] bytes)) = await work.InputAsync(
                item, (bytes, source) => (CellArtifact.Read(bytes, source), bytes));
            return (artifact, bytes);
        }
        catch (DamagedInputsException e)
        {
            throw new InvalidSpecException("fold",
                $"fold: {item} is not trained yet, could not be, or is damaged; run the sweep to its end first.", e);
        }
    }

    private static CardFile Add(Dictionary<string, byte[]> files, string path, byte[] bytes)
    {
        files.Add(path, bytes);
        return new CardFile(path, WorkStore.HashOf(bytes));
    }

    /// <summary>Residuals of one target over the folds.</summary>
    private sealed class TargetRecord
    {
        public List<double> Validation { get; } = [];

        public List<double> Test { get; } = [];

        public List<double> Maes { get; } = [];
    }
}
