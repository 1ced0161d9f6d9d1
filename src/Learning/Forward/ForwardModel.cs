using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Forward;

/// <summary>
/// Statistical forward model of spectra, targets → spectrum, estimated from training rows alone and drawn from to augment them (source B,
/// simulation-based data augmentation): mean spectrum of a target combination plus noise with the channels' variances and
/// correlations. It assumes nothing about the spectroscopy, so it serves absorption, NIR and emission spectra, raw or scaled.
/// </summary>
public sealed class ForwardModel
{
    /// <summary>Fewest samples that a model is fitted to.</summary>
    public const int MinimumSamples = 8;

    private const ulong NormalNumbers = 1UL << 40; // normal numbers start here in the stream, beyond all uniform numbers

    private readonly MeanModel _mean;
    private readonly LocalCorrection _local;
    private readonly NoiseModel? _noise;
    private readonly bool[] _nonNegative;
    private readonly double[] _targets;    // S × T
    private readonly int[][] _neighbours;  // of every sample, nearest first
    private readonly int _targetCount;

    private ForwardModel(MeanModel mean, LocalCorrection local, NoiseModel? noise, bool[] nonNegative, double[] targets, int targetCount,
        int[][] neighbours)
    {
        _mean = mean;
        _local = local;
        _noise = noise;
        _nonNegative = nonNegative;
        _targets = targets;
        _targetCount = targetCount;
        _neighbours = neighbours;
    }

    /// <summary>Channels, C.</summary>
    public int ChannelCount => _nonNegative.Length;

    /// <summary>Samples that the model was fitted to, S.</summary>
    public int SampleCount => _neighbours.Length;

    /// <summary>Common factors of the noise, K.</summary>
    public int NoiseFactors => _noise?.Factors ?? 0;

    /// <summary>Channels by the leading structure of their mean: constant, linear, with squares, with interactions, cubic.</summary>
    public IReadOnlyList<int> StructureCounts
    {
        get
        {
            int[] counts = new int[5];
            foreach (int structure in _mean.Structures) counts[structure]++;
            return counts;
        }
    }

    /// <summary>Estimates mean and noise.</summary>
    /// <param name="spectra">N training spectra.</param>
    /// <param name="targets">N × T target values, row-major.</param>
    /// <param name="sampleIds">N ids, equal for replicate spectra of one sample; null when every row is a sample of its own.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ForwardFitException">Fewer than 8 samples, no target that varies, or replicates asked for where there are
    /// none.</exception>
    public static ForwardModel Fit(RowSet spectra, ReadOnlySpan<float> targets, IReadOnlyList<string>? sampleIds, ForwardOptions options)
    {
        MeanFit fit = FitMean(spectra, targets, sampleIds, options);
        NoiseModel? noise = null;
        if (options.Noise != ForwardNoise.None)
        {
            (double[] deviations, double[] means, int rows) = DeviationsOf(spectra, fit, options);
            noise = NoiseModel.Fit(deviations, means, rows, spectra.Columns, fit.Sizes.Length, options.MaximumFactors);
        }
        return new ForwardModel(
            fit.Mean, fit.Local, noise, NonNegative(spectra), fit.Targets, fit.TargetCount,
            Neighbours(fit.Mean.Features, fit.Targets, fit.Sizes.Length, fit.TargetCount, options.Neighbours));
    }

    /// <summary>
    /// What training spectra deviate by from the mean spectrum of their targets, or from the mean of their replicates, each enlarged by
    /// what the fit took from it: the mean of their products over rows estimates the covariance of the noise.
    /// </summary>
    /// <returns>D × C values; D is N, or the number of spectra that have replicates.</returns>
    /// <inheritdoc cref="Fit" path="/param"/>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public static double[] Deviations(
        RowSet spectra, ReadOnlySpan<float> targets, IReadOnlyList<string>? sampleIds, ForwardOptions options) =>
        DeviationsOf(spectra, FitMean(spectra, targets, sampleIds, options), options).Deviations;

    private static MeanFit FitMean(
        RowSet spectra, ReadOnlySpan<float> targets, IReadOnlyList<string>? sampleIds, ForwardOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Neighbours);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaximumFactors);
        int rows = spectra.Count, channels = spectra.Columns;
        if (rows == 0 || targets.Length == 0 || targets.Length % rows != 0)
            throw new ArgumentException($"{targets.Length} target values are not a multiple of {rows} spectra.", nameof(targets));
        if (sampleIds is not null && sampleIds.Count != rows)
            throw new ArgumentException($"{sampleIds.Count} sample ids came with {rows} spectra.", nameof(sampleIds));
        int targetCount = targets.Length / rows;
        (int[] sampleOf, int[] sizes) = Group(rows, sampleIds);
        int samples = sizes.Length;
        if (samples < MinimumSamples)
            throw new ForwardFitException($"A forward model needs at least {MinimumSamples} training samples; there are {samples}.");

        (double[] sampleTargets, double[] sampleMeans) = SampleMeans(spectra, targets, targetCount, sampleOf, sizes);
        MeanModel mean = MeanModel.Fit(sampleTargets, sampleMeans, samples, targetCount, channels, NonNegative(spectra));
        if (mean.Features.Structures.Count < 2)
            throw new ForwardFitException(
                $"A forward model needs targets that vary, and three samples for each; there are {samples} samples and "
                    + $"{targetCount} targets.");
        double[] fitted = new double[samples * channels], residuals = new double[samples * channels];
        for (int s = 0; s < samples; s++)
        {
            Span<double> at = fitted.AsSpan(s * channels, channels);
            mean.At(sampleTargets.AsSpan(s * targetCount, targetCount), at);
            for (int c = 0; c < channels; c++) residuals[s * channels + c] = sampleMeans[s * channels + c] - at[c];
        }
        (LocalCorrection local, double[] leftOut) = LocalCorrection.Fit(
            mean.Features, sampleTargets, targetCount, residuals, channels, options.Neighbours);
        for (int i = 0; i < fitted.Length; i++) fitted[i] += leftOut[i];
        return new MeanFit(mean, local, sampleTargets, sampleMeans, fitted, sampleOf, sizes, targetCount);
    }

    /// <summary>Mean spectrum of a target combination; meant for combinations inside the calibrated range.</summary>
    /// <param name="targets">T values.</param>
    /// <param name="spectrum">Receives C values.</param>
    public void MeanSpectrum(ReadOnlySpan<float> targets, Span<float> spectrum)
    {
        double[] exact = new double[targets.Length], values = new double[ChannelCount];
        for (int t = 0; t < exact.Length; t++) exact[t] = targets[t];
        MeanAt(exact, values);
        for (int c = 0; c < values.Length; c++) spectrum[c] = (float)values[c];
    }

    /// <summary>
    /// Draws spectra at new target combinations: each lies at a uniformly random point of the line from a random training sample to one of
    /// its nearest neighbours in target space. Such combinations stay within the calibrated range of every target, and obey every linear
    /// relation that the training targets obey (charge balance, a sum of 100 %). Row i is a pure function of the stream and i.
    /// </summary>
    /// <param name="count">Spectra wanted.</param>
    /// <param name="stream">Stream of all random numbers.</param>
    /// <param name="cancellation">Asked before every spectrum.</param>
    public SyntheticSpectra Synthesize(int count, StreamKey stream, CancellationToken cancellation = default)
    {
        float[] targets = Combinations(count, stream);
        return new SyntheticSpectra(SpectraAt(targets, stream, 1, cancellation), targets);
    }

    /// <summary>The target combinations of <see cref="Synthesize"/> alone: count × T values.</summary>
    public float[] Combinations(int count, StreamKey stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        float[] targets = new float[count * _targetCount];
        double[] combination = new double[_targetCount];
        for (int row = 0; row < count; row++)
        {
            DrawTargets(stream, row, combination);
            for (int t = 0; t < _targetCount; t++) targets[row * _targetCount + t] = (float)combination[t]; // exact: drawn as floats
        }
        return targets;
    }

    /// <summary>Draws a spectrum at each of some target combinations. Row i is a pure function of the stream, i and its targets.</summary>
    /// <param name="targets">N × T values.</param>
    /// <param name="stream">Stream of the noise.</param>
    /// <param name="noise">Factor of the noise: 0 for mean spectra, 1 for what training spectra have.</param>
    /// <param name="cancellation">Asked before every spectrum.</param>
    public Matrix SpectraAt(ReadOnlySpan<float> targets, StreamKey stream, double noise, CancellationToken cancellation = default)
    {
        int count = targets.Length / _targetCount;
        Matrix spectra = new(count, ChannelCount);
        float[] normal = new float[_noise?.NumbersPerSpectrum ?? 0];
        double[] combination = new double[_targetCount], values = new double[ChannelCount];
        for (int row = 0; row < count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int t = 0; t < _targetCount; t++) combination[t] = targets[row * _targetCount + t];
            MeanAt(combination, values);
            if (_noise is not null && noise > 0)
            {
                NormalStream.Fill(stream, NormalNumbers + (ulong)row * (ulong)normal.Length, normal);
                _noise.AddTo(values, normal, noise);
            }
            Span<float> spectrum = spectra.Row(row);
            for (int c = 0; c < values.Length; c++) spectrum[c] = (float)(_nonNegative[c] ? Math.Max(values[c], 0) : values[c]);
        }
        return spectra;
    }

    private void MeanAt(double[] targets, double[] values)
    {
        _mean.At(targets, values);
        _local.AddTo(targets, values);
        for (int c = 0; c < values.Length; c++)
            if (_nonNegative[c] && values[c] < 0) values[c] = 0;
    }

    private void DrawTargets(StreamKey stream, int row, double[] combination)
    {
        ulong first = (ulong)row * 3;
        int sample = (int)(UniformStream.At(stream, first) * SampleCount);
        int[] near = _neighbours[sample];
        int neighbour = near[(int)(UniformStream.At(stream, first + 1) * near.Length)];
        double share = UniformStream.At(stream, first + 2);
        for (int t = 0; t < _targetCount; t++)
        {
            double from = _targets[sample * _targetCount + t], to = _targets[neighbour * _targetCount + t];
            combination[t] = (float)(from + share * (to - from)); // the spectrum belongs to the label as it is stored
        }
    }

    private static (double[] Deviations, double[] Means, int Rows) DeviationsOf(RowSet spectra, MeanFit fit, ForwardOptions options)
    {
        int channels = spectra.Columns, samples = fit.Sizes.Length;
        bool replicatesOnly = options.Noise == ForwardNoise.Replicates;
        if (replicatesOnly && fit.Sizes.All(size => size < 2))
            throw new ForwardFitException(
                "Noise from replicates needs samples with two spectra or more; no sample of the training rows has them.");
        double[] inflation = new double[channels]; // makes up for the degrees of freedom that the mean's fit took from the residuals
        for (int c = 0; c < channels; c++) inflation[c] = Math.Sqrt(samples / Math.Max(samples - fit.Mean.DegreesOfFreedom[c], 1));

        int[] used = [.. Enumerable.Range(0, spectra.Count).Where(row => !replicatesOnly || fit.Sizes[fit.SampleOf[row]] > 1)];
        double[] deviations = new double[used.Length * channels], means = new double[used.Length * channels];
        for (int i = 0; i < used.Length; i++)
        {
            int s = fit.SampleOf[used[i]];
            ReadOnlySpan<float> spectrum = spectra.Row(used[i]);
            double replicate = replicatesOnly ? Math.Sqrt(fit.Sizes[s] / (fit.Sizes[s] - 1.0)) : 1;
            for (int c = 0; c < channels; c++)
            {
                double average = fit.Averages[s * channels + c];
                means[i * channels + c] = fit.Predicted[s * channels + c];
                // The scatter of n replicates around their average has 1 − 1/n of their variance; the average's own deviation has the
                // rest.
                deviations[i * channels + c] = replicate * (spectrum[c] - average)
                    + (replicatesOnly ? 0 : inflation[c] * (average - fit.Predicted[s * channels + c]));
            }
        }
        return (deviations, means, used.Length);
    }

    /// <summary>Numbers of the samples that rows belong to, in the order of their first rows, and how many rows each has.</summary>
    internal static (int[] SampleOf, int[] Sizes) Group(int rows, IReadOnlyList<string>? ids)
    {
        int[] sampleOf = new int[rows];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<int> sizes = [];
        for (int row = 0; row < rows; row++)
        {
            int sample = sizes.Count;
            if (ids is not null && !known.TryAdd(ids[row], sample)) sample = known[ids[row]];
            if (sample == sizes.Count) sizes.Add(0);
            sizes[sample]++;
            sampleOf[row] = sample;
        }
        return (sampleOf, [.. sizes]);
    }

    private static (double[] Targets, double[] Spectra) SampleMeans(
        RowSet spectra, ReadOnlySpan<float> targets, int targetCount, int[] sampleOf, int[] sizes)
    {
        int channels = spectra.Columns;
        double[] sampleTargets = new double[sizes.Length * targetCount], means = new double[sizes.Length * channels];
        for (int row = 0; row < spectra.Count; row++)
        {
            int s = sampleOf[row];
            for (int t = 0; t < targetCount; t++) sampleTargets[s * targetCount + t] += targets[row * targetCount + t] / (double)sizes[s];
            ReadOnlySpan<float> spectrum = spectra.Row(row);
            Span<double> sum = means.AsSpan(s * channels, channels);
            for (int c = 0; c < channels; c++) sum[c] += spectrum[c];
        }
        for (int s = 0; s < sizes.Length; s++)
            for (int c = 0; c < channels; c++) means[s * channels + c] /= sizes[s];
        return (sampleTargets, means);
    }

    /// <summary>Channels that no spectrum is below 0 in.</summary>
    internal static bool[] NonNegative(RowSet spectra)
    {
        bool[] nonNegative = [.. Enumerable.Repeat(true, spectra.Columns)];
        for (int row = 0; row < spectra.Count; row++)
        {
            ReadOnlySpan<float> spectrum = spectra.Row(row);
            for (int c = 0; c < spectrum.Length; c++) nonNegative[c] &= spectrum[c] >= 0;
        }
        return nonNegative;
    }

    private static int[][] Neighbours(TargetFeatures features, double[] targets, int samples, int targetCount, int count)
    {
        int[][] neighbours = new int[samples][];
        double[] distances = new double[samples];
        int[] order = new int[samples];
        for (int s = 0; s < samples; s++)
        {
            for (int other = 0; other < samples; other++)
            {
                order[other] = other;
                distances[other] = other == s
                    ? -1 // itself first, to be passed over
                    : features.SquaredDistance(targets.AsSpan(s * targetCount, targetCount),
                        targets.AsSpan(other * targetCount, targetCount));
            }
            double[] keys = [.. distances];
            Array.Sort(order, (a, b) => keys[a].CompareTo(keys[b]) is var c && c != 0 ? c : a.CompareTo(b));
            neighbours[s] = order[1..Math.Min(count + 1, samples)];
        }
        return neighbours;
    }

    /// <summary>The mean, before the noise is looked at.</summary>
    /// <param name="Mean">Polynomial part.</param>
    /// <param name="Local">What neighbours share beside it.</param>
    /// <param name="Targets">S × T.</param>
    /// <param name="Averages">S × C averages of the replicates.</param>
    /// <param name="Predicted">S × C mean spectra, each without what the sample itself contributes to its local correction.</param>
    /// <param name="SampleOf">Sample of every row.</param>
    /// <param name="Sizes">Replicates of every sample.</param>
    /// <param name="TargetCount">T.</param>
    private sealed record MeanFit(
        MeanModel Mean, LocalCorrection Local, double[] Targets, double[] Averages, double[] Predicted, int[] SampleOf, int[] Sizes,
        int TargetCount);
}
