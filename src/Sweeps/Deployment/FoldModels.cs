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
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// Puts models together from those that a sweep trained for each fold: the artifacts as they are, with what intervals and warnings need.
/// </summary>
/// <param name="store">Holds the sweep.</param>
/// <param name="definition">The sweep.</param>
/// <param name="measured">Its data.</param>
/// <param name="evaluator">Evaluates networks.</param>
internal sealed class FoldModels(IArtifactStore store, SweepDefinition definition, SpectralDataset measured, NetworkEvaluator evaluator)
{
    /// <summary>The ensemble over some folds.</summary>
    /// <param name="model">Slug of the model family; null when the sweep has only one.</param>
    /// <param name="strategy">Slug of the strategy.</param>
    /// <param name="wanted">Slugs of targets; empty for all.</param>
    /// <param name="folds">Folds, from 0.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidSpecException">
    /// The sweep has no such family, strategy, target or fold, or has not trained it yet.
    /// </exception>
    /// <exception cref="DamagedArtifactException">Models are missing or damaged.</exception>
    public async Task<DeployedModel> EnsembleAsync(
        string? model, string strategy, IReadOnlyList<string> wanted, IReadOnlyList<int> folds, CancellationToken cancellation)
    {
        SweepSpec spec = definition.Spec;
        IModelFamily family = FamilyOf(spec, model);
        if (!spec.Strategies.Contains(strategy))
            throw new InvalidSpecException("strategy",
                $"strategy: the sweep has no strategy '{strategy}'{NearestName.Hint(strategy, spec.Strategies)} It has "
                    + $"{string.Join(", ", spec.Strategies)}.");
        if (folds.FirstOrDefault(one => one < 0 || one >= spec.Folds, -1) is var none && folds.Contains(none))
            throw new InvalidSpecException("fold", string.Create(
                CultureInfo.InvariantCulture, $"fold: the sweep has no fold {none}; expected 0 to {spec.Folds - 1}."));
        SpectralDataset dataset = new PreprocessingPipeline(spec.Preprocessing, measured.ChannelCount).Apply(measured);
        string[] trained = family.IsMultiTarget ? [.. dataset.Targets.Select(target => target.Slug)]
            : [.. strategy == StrategyCatalog.Reference.Slug ? spec.Targets : spec.AugmentedTargets];
        if (trained.Length == 0) throw new InvalidSpecException("strategy", $"strategy: the sweep trained no target with '{strategy}'.");
        if (family.IsMultiTarget && wanted.Count > 0)
            throw new InvalidSpecException("targets", $"targets: '{family.Slug}' predicts all targets at once; leave them out.");
        string[] targets = wanted.Count == 0 ? trained : [.. ModelRequest.Choose(wanted, trained)];
        WorkStore work = new(store, definition.Id);
        ModelParts parts = new();
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
                models.Add(parts.Add(
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
            members.Add(new CardFold(number, models, parts.AddTrust(
                FormattableString.Invariant($"fold-{number}/trust.safetensors"), "exported", () => Trust(dataset, fold, first!))));
        }
        return parts.Finish(ModelParts.Card(definition, dataset, family.Slug, family.Name, strategy, training: null, members,
        [
            .. targets.Select((slug, t) =>
            {
                TargetFacts facts = definition.Facts.Targets.First(target => target.Slug == slug);
                double half = SplitConformal.HalfWidth([.. records[t].Validation], spec.Trust.Coverage);
                return new CardTarget(slug, facts.Name, facts.Unit, facts.Minimum, facts.Maximum, half,
                    SplitConformal.Coverage([.. records[t].Test], half), records[t].Maes.Average());
            }),
        ]));
    }

    private byte[] Trust(SpectralDataset dataset, FoldData fold, ITrainedModel model)
    {
        SpectralDistance distance = SpectralDistance.Fit(fold.Training);
        CalibratedScore calibrated =
            new([.. Enumerable.Range(0, fold.Validation.Count).Select(row => distance.Score(fold.Validation.Row(row)))]);
        return StoredTrust.ToBytes(distance, calibrated, model is IAuxiliaryModel auxiliary
            ? new AuxiliaryScore(auxiliary, evaluator, fold.Validation, fold.Channels, dataset.Wavelengths) : null);
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

    /// <summary>Residuals of one target over the folds.</summary>
    private sealed class TargetRecord
    {
        public List<double> Validation { get; } = [];

        public List<double> Test { get; } = [];

        public List<double> Maes { get; } = [];
    }
}
