using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Selection;

/// <summary>
/// The spectra of a search under each of its preprocessings, as inner products: made once for all targets, methods and splits where a
/// preprocessing looks at one spectrum alone; fitted anew on each split's training rows where it learns from rows. Thread-safe.
/// </summary>
public sealed class SearchSpectra
{
    private const int KeptNumbers = 1 << 24; // of products, 128 MiB: those of more preprocessings are made again when they are needed

    private readonly double[] _spectra;
    private readonly int _channels;
    private readonly int[] _samples;
    private readonly double[]?[] _products;
    private readonly Queue<int> _order = [];
    private readonly KeptGrams[] _kept;
    private long _size;

    /// <param name="spectra">R × C, row-major, in the instrument's unit.</param>
    /// <param name="channels">C.</param>
    /// <param name="samples">R numbers of samples; <see cref="InnerSplits.Generated"/> for generated rows.</param>
    /// <param name="pipelines">Preprocessings that can be done on C channels.</param>
    public SearchSpectra(
        double[] spectra, int channels, int[] samples, IReadOnlyList<IReadOnlyList<PreprocessingStep>> pipelines)
    {
        _spectra = spectra;
        _channels = channels;
        _samples = samples;
        Pipelines = pipelines;
        _products = new double[pipelines.Count][];
        _kept = [.. pipelines.Select(_ => new KeptGrams())];
    }

    /// <summary>Rows, R.</summary>
    public int RowCount => _samples.Length;

    /// <summary>Channels, C.</summary>
    public int ChannelCount => _channels;

    /// <summary>Numbers of the samples.</summary>
    public IReadOnlyList<int> Samples => _samples;

    /// <summary>What is done to the spectra, in the order in which it is tried.</summary>
    public IReadOnlyList<IReadOnlyList<PreprocessingStep>> Pipelines { get; }

    /// <summary>Some rows under one of the preprocessings.</summary>
    /// <param name="pipeline">Index of the preprocessing.</param>
    /// <param name="rows">Rows, ascending.</param>
    public SearchSpectra Part(int pipeline, int[] rows) =>
        new(Rows(rows).Spectra, _channels, [.. rows.Select(row => _samples[row])], [Pipelines[pipeline]]);

    /// <summary>Inner products of each split under one preprocessing, in turn.</summary>
    /// <param name="pipeline">Index of the preprocessing.</param>
    /// <param name="splits">Splits.</param>
    /// <param name="targets">R values of the target, for steps that learn from it.</param>
    /// <exception cref="InvalidPreprocessingException">The rows do not allow it.</exception>
    public IEnumerable<SplitGram> Of(int pipeline, IReadOnlyList<InnerSplit> splits, double[] targets)
    {
        bool learns = Pipelines[pipeline].Any(step => step.LearnsFromRows);
        if (Pipelines[pipeline].Any(step => step.LearnsFromTargets)) return splits.Select(split => Made(split, null));
        lock (_kept[pipeline])
        {
            KeptGrams kept = _kept[pipeline];
            if (!kept.IsOf(splits))
            {
                // As many as there is room for stay for other targets; none makes room for another, since all are needed in turn.
                long size = splits.Sum(split => 2L * split.Training.Length * (split.Training.Length + split.Held.Length));
                if (kept.Splits.Count > 0 || Interlocked.Add(ref _size, size) > KeptNumbers) return Anew();
                (kept.Splits, kept.Grams) = (splits, [.. Anew()]);
            }
            return kept.Grams;
        }

        IEnumerable<SplitGram> Anew()
        {
            double[]? products = learns ? null : Products(pipeline);
            return splits.Select(split => Made(split, products));
        }

        SplitGram Made(InnerSplit split, double[]? products) => products is null
            ? Fitted(pipeline, split, targets) : SplitGram.Of(products, RowCount, split.Training, split.Held);
    }

    private SplitGram Fitted(int pipeline, InnerSplit split, double[]? targets)
    {
        (PreprocessingPipeline fitted, double[] training) = Fit(pipeline, split.Training, targets);
        double[] both = [.. training, .. Applied(fitted, split.Held)];
        int n = split.Training.Length, all = n + split.Held.Length;
        return SplitGram.Of(
            SplitGram.Products(both, all, _channels), all, [.. Enumerable.Range(0, n)], [.. Enumerable.Range(n, split.Held.Length)]);
    }

    /// <summary>A preprocessing fitted on some rows, and these rows preprocessed.</summary>
    /// <param name="pipeline">Index of the preprocessing.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="targets">R values of the target, of which steps see those of these rows; null where no step learns from it.</param>
    /// <exception cref="InvalidPreprocessingException">The rows do not allow it.</exception>
    public (PreprocessingPipeline Pipeline, double[] Spectra) Fit(int pipeline, int[] rows, double[]? targets)
    {
        PreprocessingRows training = Rows(rows) with { Targets = targets is null ? null : [.. rows.Select(row => targets[row])] };
        return (PreprocessingPipeline.Fit(Pipelines[pipeline], training), training.Spectra);
    }

    private double[] Products(int pipeline)
    {
        lock (_products)
        {
            if (_products[pipeline] is { } known) return known;
            int[] rows = [.. Enumerable.Range(0, RowCount)];
            double[] products = SplitGram.Products(Fit(pipeline, rows, targets: null).Spectra, RowCount, _channels);
            _products[pipeline] = products;
            _order.Enqueue(pipeline);
            while (_order.Count > 1 && (long)_order.Count * products.Length > KeptNumbers) _products[_order.Dequeue()] = null;
            return products;
        }
    }

    private PreprocessingRows Rows(int[] rows)
    {
        double[] spectra = new double[rows.Length * _channels];
        for (int i = 0; i < rows.Length; i++)
            _spectra.AsSpan(rows[i] * _channels, _channels).CopyTo(spectra.AsSpan(i * _channels));
        return new PreprocessingRows(spectra, rows.Length, _channels, Samples: [.. rows.Select(row => _samples[row])]);
    }

    private double[] Applied(PreprocessingPipeline pipeline, int[] rows)
    {
        double[] spectra = Rows(rows).Spectra;
        for (int i = 0; i < rows.Length; i++) pipeline.Apply(spectra.AsSpan(i * _channels, _channels));
        return spectra;
    }

    /// <summary>Inner products of one preprocessing that are kept.</summary>
    private sealed class KeptGrams
    {
        public IReadOnlyList<InnerSplit> Splits { get; set; } = [];

        public IReadOnlyList<SplitGram> Grams { get; set; } = [];

        public bool IsOf(IReadOnlyList<InnerSplit> splits) => Splits.Count == splits.Count && Splits.Zip(splits).All(
            pair => pair.First.Held.AsSpan().SequenceEqual(pair.Second.Held)
                && pair.First.Training.AsSpan().SequenceEqual(pair.Second.Training));
    }
}
