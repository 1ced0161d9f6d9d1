using IonSweep.Learning;
using IonSweep.Learning.Selection;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Trust;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// What all work of one fold shares: the split, the scalings, one scaled copy of the spectra, and the synthetic sets in use.
/// N rows, C channels, T targets.
/// </summary>
internal sealed class FoldData
{
    private readonly SpectralDataset _dataset;
    private readonly Dictionary<string, Task<SyntheticSet>> _sets = [];
    private readonly Lock _trustLock = new();
    private readonly Dictionary<string, SharedComputations> _shared = [];
    private readonly int[] _samples;
    private readonly Dictionary<int, FoldData> _withValues = [];
    private FoldTrust? _trust;

    /// <param name="dataset">Preprocessed spectra.</param>
    /// <param name="spec">Says how to scale.</param>
    /// <param name="fold">Fold, from 0.</param>
    public FoldData(SpectralDataset dataset, SweepSpec spec, int fold)
    {
        _dataset = dataset;
        Fold = fold;
        Split = MonteCarloSplitter.Split(dataset, spec.Seed, fold);
        Channels = ChannelsOf(dataset, spec, Split);
        Targets = spec.TargetScaling == TargetScalingKind.Raw ? TargetScaler.Raw(dataset.Targets.Count)
            : TargetScaler.Standardized(dataset, Split.Training);
        Scaled = new Matrix(dataset.RowCount, dataset.ChannelCount);
        for (int row = 0; row < dataset.RowCount; row++) Channels.Transform(dataset.Spectrum(row), Scaled.Row(row));
        (_samples, _) = SampleNumbers.Of(dataset);
        TrainingTargets = Rows(dataset, Split.Training);
        ValidationTargets = Rows(dataset, Split.Validation);
        ScaledTrainingTargets = Transformed(TrainingTargets);
        ScaledValidationTargets = Transformed(ValidationTargets);
    }

    /// <summary>The same fold with fewer rows: scalings, spectra and synthetic sets are those of the whole.</summary>
    private FoldData(FoldData whole, FoldSplit split)
    {
        (_dataset, Fold, Split, Channels, Targets) = (whole._dataset, whole.Fold, split, whole.Channels, whole.Targets);
        (Scaled, _samples, _sets) = (whole.Scaled, whole._samples, whole._sets);
        TrainingTargets = Rows(_dataset, split.Training);
        ValidationTargets = Rows(_dataset, split.Validation);
        ScaledTrainingTargets = Transformed(TrainingTargets);
        ScaledValidationTargets = Transformed(ValidationTargets);
    }

    /// <summary>
    /// What a model of some targets is trained and tested on: training and validation rows with values of all of them, test rows with a
    /// value of any. The fold itself where nothing is missing.
    /// </summary>
    /// <param name="targets">One target, or all.</param>
    public FoldData With(ReadOnlySpan<int> targets)
    {
        if (!_dataset.IsIncomplete) return this;
        int key = targets.Length == 1 ? targets[0] : -1;
        lock (_withValues)
        {
            if (!_withValues.TryGetValue(key, out FoldData? fold))
                _withValues.Add(key, fold = new FoldData(this, Split.With(_dataset, targets)));
            return fold;
        }
    }

    /// <summary>What needs values of all targets: <see cref="With"/> of them all.</summary>
    public FoldData WithAll() => With([.. Enumerable.Range(0, Targets.TargetCount)]);

    /// <summary>Samples that some rows are of.</summary>
    public int SamplesOf(IEnumerable<int> rows) => rows.Select(row => _samples[row]).Distinct().Count();

    /// <summary>Fold, from 0.</summary>
    public int Fold { get; }

    /// <summary>Which rows are what.</summary>
    public FoldSplit Split { get; }

    /// <summary>Scaling of the spectra.</summary>
    public ChannelScaler Channels { get; }

    /// <summary>Scaling of the targets that the spec asks for.</summary>
    public TargetScaler Targets { get; }

    /// <summary>All spectra, scaled: N × C.</summary>
    public Matrix Scaled { get; }

    /// <summary>Scaled training spectra.</summary>
    public RowSet Training => RowSet.Of(Scaled, Split.Training);

    /// <summary>Scaled validation spectra.</summary>
    public RowSet Validation => RowSet.Of(Scaled, Split.Validation);

    /// <summary>Scaled test spectra.</summary>
    public RowSet Test => RowSet.Of(Scaled, Split.Test);

    /// <summary>Training rows × T, in the targets' units.</summary>
    public float[] TrainingTargets { get; }

    /// <summary>Training rows × T, scaled.</summary>
    public float[] ScaledTrainingTargets { get; }

    /// <summary>Validation rows × T, in the targets' units.</summary>
    public float[] ValidationTargets { get; }

    /// <summary>Validation rows × T, scaled.</summary>
    public float[] ScaledValidationTargets { get; }

    /// <summary>Number of the sample of each training row, of as many generated ones as there are, and of each validation row.</summary>
    public int[] SamplesWith(int generated) =>
    [
        .. Split.Training.Select(row => _samples[row]), .. Enumerable.Repeat(InnerSplits.Generated, generated),
        .. Split.Validation.Select(row => _samples[row]),
    ];

    /// <summary>What the models of one strategy share.</summary>
    public SharedComputations Shared(string strategy)
    {
        lock (_shared)
        {
            if (!_shared.TryGetValue(strategy, out SharedComputations? shared)) _shared.Add(strategy, shared = new SharedComputations());
            return shared;
        }
    }

    /// <summary>Scaling of a fold's spectra without the rest.</summary>
    public static ChannelScaler ChannelsOf(SpectralDataset dataset, SweepSpec spec, FoldSplit split) =>
        spec.Scaling == ChannelScalingRows.Dataset ? ChannelScaler.Fit(dataset) : ChannelScaler.Fit(dataset, split.Training);

    /// <summary>Scaling of all targets as a model family sees them.</summary>
    public TargetScaler ScalerOf(IModelFamily family) => family.TargetScaling switch
    {
        null => Targets,
        TargetScalingKind.Raw => TargetScaler.Raw(Targets.TargetCount),
        _ => TargetScaler.Standardized(_dataset, Split.Training),
    };

    /// <summary>Some targets of values that run through all T, row after row.</summary>
    public float[] Columns(ReadOnlySpan<float> values, ReadOnlySpan<int> targets)
    {
        int all = Targets.TargetCount;
        float[] columns = new float[values.Length / all * targets.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = values[i / targets.Length * all + targets[i % targets.Length]];
        return columns;
    }

    /// <summary>Scaled copy of values that run through all T targets.</summary>
    public float[] Transformed(ReadOnlySpan<float> values)
    {
        float[] scaled = new float[values.Length];
        Targets.Transform(values, scaled);
        return scaled;
    }

    /// <summary>A strategy's generated spectra, loaded once for all cells of the fold.</summary>
    public Task<SyntheticSet> SetAsync(string strategy, Func<Task<SyntheticSet>> load)
    {
        lock (_sets)
        {
            if (!_sets.TryGetValue(strategy, out Task<SyntheticSet>? set) || set.IsFaulted || set.IsCanceled)
                _sets[strategy] = set = load();
            return set;
        }
    }

    /// <summary>What the trust of all models of the fold shares, made once.</summary>
    public FoldTrust Trust(Func<FoldTrust> make)
    {
        lock (_trustLock) return _trust ??= make();
    }

    private static float[] Rows(SpectralDataset dataset, int[] rows)
    {
        int targets = dataset.Targets.Count;
        float[] values = new float[rows.Length * targets];
        for (int i = 0; i < rows.Length; i++) dataset.TargetRow(rows[i]).CopyTo(values.AsSpan(i * targets));
        return values;
    }
}
