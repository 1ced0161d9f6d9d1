using IonSweep.Learning.Training;
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
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>Reads the numbers behind a report's figures from the artifacts of a sweep. A damaged artifact leaves its part out.</summary>
internal static class SweepReportBuilder
{
    private const int CurvePoints = 400, SpectraShown = 6, Bins = 20;

    /// <param name="definition">The sweep.</param>
    /// <param name="dataset">Its data.</param>
    /// <param name="built">Results with statistics.</param>
    /// <param name="stored">Each item with a stored result, in the order of the plan.</param>
    /// <param name="machines">Who did the work.</param>
    /// <param name="work">The artifacts.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<SweepReport> BuildAsync(
        SweepDefinition definition, SpectralDataset dataset, SweepResults built, IReadOnlyList<(string Item, WorkResult Result)> stored,
        IReadOnlyList<MachineFacts> machines, WorkStore work, CancellationToken cancellation)
    {
        dataset = new PreprocessingPipeline(definition.Spec.Preprocessing, dataset.ChannelCount).Apply(dataset); // generated spectra are so
        List<CellDetail> cells = [];
        TestResiduals residuals = new(dataset);
        foreach (IGrouping<string, CellResult> item in built.Cells.Where(cell => cell.Failure is null).GroupBy(ItemOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await ArtifactAsync(work, item.Key, CellArtifact.Read) is not { } model) continue;
            bool group = model.Targets.TargetCount > 1;
            foreach (CellResult cell in item)
            {
                int k = group ? dataset.IndexOfTarget(cell.Target) : 0;
                float[] truth = model.Column(model.True, k), predicted = model.Column(model.Predicted, k);
                // A model of all targets is tested on rows that lack some values too.
                cells.Add(new CellDetail(cell.Fold, cell.Target, cell.Strategy, Thinned(model.History),
                    [.. truth.Where(float.IsFinite)], [.. predicted.Where((_, row) => float.IsFinite(truth[row]))])
                { Model = cell.Model });
                if (cell.Strategy == StrategyCatalog.Reference.Slug) residuals.Add(cell.Target, cell.Model, model, k);
            }
        }

        List<GeneratorDetail> generators = [];
        List<WorkTiming> timings = [];
        foreach ((string item, WorkResult result) in stored)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await work.TimingAsync(item) is { } timing) timings.Add(timing);
            if (result is WorkResult.Generator { Value: { Failure: null } generator } && await ArtifactAsync(
                work, item, (bytes, source) => GeneratorArtifact.Read(StrategyCatalog.Generator(generator.Generator), bytes, source))
                is { } model)
                generators.Add(new GeneratorDetail(
                    generator.Fold, generator.Generator, Thinned(model.History), generator.Posterior?.Divergence ?? [])
                {
                    ActiveLatents = generator.ActiveLatents,
                    CapHit = generator.CapHit,
                });
        }

        List<SpectraComparison> spectra = [];
        List<TargetDistribution> distributions = [];
        foreach (IGeneratingStrategy strategy in definition.Spec.Strategies.Select(StrategyCatalog.Get).OfType<IGeneratingStrategy>())
        {
            LabelPool labels = new(dataset);
            foreach (SyntheticSetResult set in built.SyntheticSets.Where(set => set.Strategy == strategy.Slug && set.Failure is null)
                .OrderBy(set => set.Fold))
            {
                cancellation.ThrowIfCancellationRequested();
                if (await ArtifactAsync(work, WorkItemId.SyntheticSet(set.Fold, strategy.Source, strategy.Slug),
                    SyntheticSetArtifact.Read) is not { } generated) continue;
                FoldSplit split = MonteCarloSplitter.Split(dataset, definition.Spec.Seed, set.Fold);
                if (spectra.All(comparison => comparison.Strategy != strategy.Slug))
                    spectra.Add(Compare(definition, dataset, set.Fold, strategy.Slug, split, generated));
                labels.Add(split.Training, generated.Labels);
            }
            distributions.AddRange(labels.Histograms(strategy.Slug, Bins));
        }

        return new SweepReport
        {
            Spec = definition.Spec,
            Results = built,
            Recommendations = Recommender.Of(definition, built, residuals),
            Timings = timings,
            Machines = machines,
            Dataset = definition.Facts,
            Cells = cells,
            Generators = generators,
            Spectra = spectra,
            Distributions = distributions,
        };
    }

    /// <summary>What was measured of one model family, target by target; targets without a result are left out.</summary>
    public static async Task<IReadOnlyList<Recommendation>> MeasuredAsync(
        SweepDefinition definition, SpectralDataset dataset, SweepResults built, WorkStore work, string model,
        CancellationToken cancellation)
    {
        TestResiduals residuals = new(dataset);
        foreach (CellResult cell in built.Cells.Where(
            cell => cell.Failure is null && cell.Model == model && cell.Strategy == StrategyCatalog.Reference.Slug))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await ArtifactAsync(work, ItemOf(cell), CellArtifact.Read) is { } artifact)
                residuals.Add(cell.Target, model, artifact, artifact.Targets.TargetCount > 1 ? dataset.IndexOfTarget(cell.Target) : 0);
        }
        return Recommender.OfModel(definition, built, residuals, model);
    }

    private static string ItemOf(CellResult cell) => ModelCatalog.Get(cell.Model).IsMultiTarget
        ? WorkItemId.MultiTarget(cell.Fold, cell.Strategy, cell.Model)
        : WorkItemId.Cell(cell.Fold, cell.Target, cell.Strategy, cell.Model);

    private static async Task<T?> ArtifactAsync<T>(WorkStore work, string item, Func<byte[], string, T> read) where T : class
    {
        try
        {
            return (await work.InputAsync(item, read)).Artifact;
        }
        catch (DamagedInputsException)
        {
            return null;
        }
    }

    /// <summary>
    /// At most about <see cref="CurvePoints"/> epochs, evenly spaced, always with the first, the best and the last; none without a history.
    /// </summary>
    internal static LearningCurve Thinned(TrainingHistory? history)
    {
        if (history is null) return new LearningCurve([], [], [], 0);
        int step = Math.Max(1, (history.Epochs + CurvePoints - 1) / CurvePoints);
        int[] epochs = [.. Enumerable.Range(
            1, history.Epochs).Where(epoch => (epoch - 1) % step == 0 || epoch == history.BestEpoch || epoch == history.Epochs)];
        return new LearningCurve(epochs, [.. epochs.Select(e => history.TrainingLoss[e - 1])],
            [.. epochs.Select(e => history.ValidationLoss[e - 1])], history.BestEpoch);
    }

    private static SpectraComparison Compare(
        SweepDefinition definition, SpectralDataset dataset, int fold, string strategy, FoldSplit split, SyntheticSet generated)
    {
        ChannelScaler envelope = ChannelScaler.Fit(dataset, split.Training), scaler = FoldData.ChannelsOf(dataset, definition.Spec, split);
        double[] mean = new double[dataset.ChannelCount];
        foreach (int row in split.Training)
        {
            ReadOnlySpan<float> spectrum = dataset.Spectrum(row);
            for (int c = 0; c < mean.Length; c++) mean[c] += spectrum[c];
        }
        int[] shown = [.. Enumerable.Range(0, Math.Min(SpectraShown, split.Training.Length))
            .Select(i => split.Training[i * split.Training.Length / Math.Min(SpectraShown, split.Training.Length)])];
        return new SpectraComparison(
            fold, strategy, envelope.Minimum, envelope.Maximum, [.. mean.Select(sum => (float)(sum / split.Training.Length))],
            [.. shown.Select(row => dataset.Spectrum(row).ToArray())],
            Unscaled(generated.Spectra), generated.Rejected is { } rejected ? Unscaled(rejected) : []);

        IReadOnlyList<IReadOnlyList<float>> Unscaled(Learning.Matrix scaled) =>
        [
            .. Enumerable.Range(0, Math.Min(SpectraShown, scaled.Rows)).Select(row =>
            {
                float[] spectrum = new float[scaled.Columns];
                scaler.Inverse(scaled.Row(row), spectrum);
                return (IReadOnlyList<float>)spectrum;
            }),
        ];
    }

    /// <summary>Measured and generated training labels of one strategy, pooled over folds.</summary>
    private sealed class LabelPool(SpectralDataset dataset)
    {
        private readonly List<int> _rows = [];
        private readonly List<float> _generated = [];

        public void Add(int[] rows, float[] labels)
        {
            _rows.AddRange(rows);
            _generated.AddRange(labels);
        }

        public IEnumerable<TargetDistribution> Histograms(string strategy, int bins)
        {
            int targets = dataset.Targets.Count;
            if (_rows.Count == 0) yield break;
            for (int t = 0; t < targets; t++)
            {
                float[] measured = [.. _rows.Select(row => dataset.TargetRow(row)[t]).Where(float.IsFinite)];
                float[] generated = [.. Enumerable.Range(0, _generated.Count / targets).Select(i => _generated[i * targets + t])];
                double low = Math.Min(measured.Min(), generated.DefaultIfEmpty(float.MaxValue).Min()), high = Math.Max(
                    measured.Max(), generated.DefaultIfEmpty(float.MinValue).Max());
                if (!(high > low)) high = low + 1; // one value: one bin holds all
                double[] edges = [.. Enumerable.Range(0, bins + 1).Select(b => b == bins ? high : low + (high - low) * b / bins)];
                yield return new TargetDistribution(
                    strategy, dataset.Targets[t].Slug, edges, Counts(measured, low, high, bins), Counts(generated, low, high, bins));
            }
        }

        private static int[] Counts(float[] values, double low, double high, int bins)
        {
            int[] counts = new int[bins];
            foreach (float value in values) counts[Math.Clamp((int)((value - low) / (high - low) * bins), 0, bins - 1)]++;
            return counts;
        }
    }
}
