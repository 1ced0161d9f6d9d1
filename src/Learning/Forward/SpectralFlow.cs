using IonSweep.Learning.Multivariate;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Forward;

/// <summary>
/// A conditional flow of spectra given their targets, estimated from training rows alone: principal component scores as a
/// <see cref="TriangularFlow"/> of the targets. A spectrum is drawn from a measured one: that one's place in the flow's unit cube is moved
/// at random, and decoded at targets between its own and those of a neighbour; what the components leave of it stays.
/// </summary>
public sealed class SpectralFlow
{
    /// <summary>Fewest samples that a flow is fitted to.</summary>
    public const int MinimumSamples = ForwardModel.MinimumSamples;

    private const int Parts = 5, Spare = 4; // the last few directions of a subspace iteration are less exact
    private const double Rounding = 1e-12;  // share of the largest eigenvalue

    private readonly RowSet _spectra;
    private readonly float[] _targets;       // N × T
    private readonly double[] _means, _deviations; // of the targets
    private readonly double[] _directions;   // K × C
    private readonly double[] _sizes;        // standard deviations of the scores
    private readonly double[] _scores, _positions; // N × K
    private readonly int[][] _neighbours;    // rows that stand for the nearest other target combinations
    private readonly bool[] _nonNegative;
    private readonly TriangularFlow _flow;

    private SpectralFlow(
        RowSet spectra, float[] targets, double[] means, double[] deviations, double[] directions, double[] sizes, double[] scores,
        double[] positions, int[][] neighbours, TriangularFlow flow)
    {
        (_spectra, _targets, _means, _deviations, _directions) = (spectra, targets, means, deviations, directions);
        (_sizes, _scores, _positions, _neighbours, _flow) = (sizes, scores, positions, neighbours, flow);
        _nonNegative = ForwardModel.NonNegative(spectra);
    }

    /// <summary>Components that are drawn, K.</summary>
    public int ComponentCount => _sizes.Length;

    /// <summary>Estimates components and flow.</summary>
    /// <param name="spectra">N training spectra; kept.</param>
    /// <param name="targets">N × T target values, row-major.</param>
    /// <param name="sampleIds">N ids, equal for replicate spectra of one sample; null when every row is a sample of its own.</param>
    /// <param name="options">How.</param>
    /// <param name="stream">Parts the rows for cross-validation.</param>
    /// <param name="cancellation">Asked between components.</param>
    /// <exception cref="ForwardFitException">Fewer than 8 samples, or spectra that are all the same.</exception>
    public static SpectralFlow Fit(
        RowSet spectra, float[] targets, IReadOnlyList<string>? sampleIds, FlowOptions options, StreamKey stream,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Components);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Neighbours);
        int rows = spectra.Count;
        (int[] sampleOf, int[] replicates) = ForwardModel.Group(rows, sampleIds);
        if (replicates.Length < MinimumSamples)
            throw new ForwardFitException(
                $"A flow of spectra needs at least {MinimumSamples} training samples; there are {replicates.Length}.");
        (double[] directions, double[] scores) = Components(spectra, options.Components);
        int count = scores.Length / rows;
        (_, double[] sizes) = Standardize(scores, rows);
        double[] conditions = [.. targets.Select(value => (double)value)];
        (double[] means, double[] deviations) = Standardize(conditions, rows);
        TriangularFlow flow = TriangularFlow.Fit(
            scores, conditions, rows, InnerSplits.Of(sampleOf, Parts, 1, stream), options.Products, cancellation);
        double[] positions = new double[rows * count];
        int given = conditions.Length / rows;
        for (int row = 0; row < rows; row++)
            flow.Encode(
                conditions.AsSpan(row * given, given), scores.AsSpan(row * count, count), positions.AsSpan(row * count, count));
        return new SpectralFlow(spectra, targets, means, deviations, directions, sizes, scores, positions,
            Nearest(targets, conditions, rows, options.Neighbours), flow);
    }

    /// <summary>
    /// Draws spectra, each from a training row. Its targets lie between the row's and the middle to one of the nearest other target
    /// combinations, which keeps them within the calibrated range and every linear relation that training targets obey. Spectrum i is a
    /// pure function of the stream, i and its row.
    /// </summary>
    /// <param name="bases">Rows to draw from, one for each spectrum.</param>
    /// <param name="novelty">
    /// How far a place in the unit cube is moved, reflected at its faces, which leaves places uniform: 0 keeps what the row deviates by
    /// from what its targets explain, 1 draws it anew.
    /// </param>
    /// <param name="stream">All random numbers.</param>
    /// <param name="cancellation">Asked before every spectrum.</param>
    public SyntheticSpectra Draw(ReadOnlySpan<int> bases, double novelty, StreamKey stream, CancellationToken cancellation = default)
    {
        int channels = _spectra.Columns, count = ComponentCount, given = _means.Length;
        Matrix spectra = new(bases.Length, channels);
        float[] targets = new float[bases.Length * given];
        double[] conditions = new double[given], positions = new double[count], scores = new double[count], values = new double[channels];
        for (int i = 0; i < bases.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ulong first = (ulong)i * (ulong)(count + 2);
            int row = bases[i];
            int[] near = _neighbours[row];
            int other = near.Length == 0 ? row : near[(int)(UniformStream.At(stream, first) * near.Length)];
            double share = UniformStream.At(stream, first + 1) / 2;
            for (int t = 0; t < given; t++)
            {
                double from = _targets[row * given + t], to = _targets[other * given + t];
                float label = targets[i * given + t] = (float)(from + share * (to - from));
                conditions[t] = _deviations[t] > 0 ? (label - _means[t]) / _deviations[t] : 0;
            }
            for (int k = 0; k < count; k++)
            {
                double place = _positions[row * count + k] + novelty * (2 * UniformStream.At(stream, first + 2 + (ulong)k) - 1);
                positions[k] = place < 0 ? -place : place > 1 ? 2 - place : place;
            }
            _flow.Decode(conditions, positions, scores);
            ReadOnlySpan<float> measured = _spectra.Row(row);
            for (int c = 0; c < channels; c++) values[c] = measured[c];
            for (int k = 0; k < count; k++)
                FixedOrder.AddScaled(
                    values, (scores[k] - _scores[row * count + k]) * _sizes[k], _directions.AsSpan(k * channels, channels));
            Span<float> spectrum = spectra.Row(i);
            for (int c = 0; c < channels; c++) spectrum[c] = (float)(_nonNegative[c] ? Math.Max(values[c], 0) : values[c]);
        }
        return new SyntheticSpectra(spectra, targets);
    }

    /// <summary>Directions (K × C) and scores (N × K) of the centred spectra.</summary>
    private static (double[] Directions, double[] Scores) Components(RowSet spectra, int most)
    {
        int rows = spectra.Count, channels = spectra.Columns;
        double[] centred = new double[rows * channels], mean = new double[channels];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> spectrum = spectra.Row(row);
            for (int c = 0; c < channels; c++) mean[c] += spectrum[c];
        }
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> spectrum = spectra.Row(row);
            for (int c = 0; c < channels; c++) centred[row * channels + c] = spectrum[c] - mean[c] / rows;
        }
        int possible = Math.Min(rows - 1, channels);
        (double[] values, double[] vectors) = PrincipalDirections.Of(centred, rows, channels, Math.Min(most + Spare, possible));
        int count = values.Take(Math.Min(most, possible)).TakeWhile(value => value > 0 && value > Rounding * values[0]).Count();
        if (count == 0) throw new ForwardFitException("A flow of spectra needs training spectra that differ; these are all the same.");
        double[] directions = vectors[..(count * channels)], scores = new double[rows * count];
        for (int row = 0; row < rows; row++)
            FixedOrder.Multiply(directions, count, centred.AsSpan(row * channels, channels), scores.AsSpan(row * count, count));
        return (directions, scores);
    }

    /// <summary>Each column with mean 0 and variance 1, in place; one without spread becomes 0.</summary>
    private static (double[] Means, double[] Deviations) Standardize(double[] values, int rows)
    {
        int width = values.Length / rows;
        double[] means = new double[width], deviations = new double[width];
        for (int t = 0; t < width; t++)
        {
            double mean = 0, squares = 0;
            for (int row = 0; row < rows; row++) mean += values[row * width + t] / rows;
            for (int row = 0; row < rows; row++) squares += (values[row * width + t] - mean) * (values[row * width + t] - mean);
            (means[t], deviations[t]) = (mean, Math.Sqrt(squares / rows));
            for (int row = 0; row < rows; row++)
                values[row * width + t] = deviations[t] > 0 ? (values[row * width + t] - mean) / deviations[t] : 0;
        }
        return (means, deviations);
    }

    /// <summary>For every row the first rows of the target combinations that are nearest to its own, which is left out.</summary>
    private static int[][] Nearest(float[] targets, double[] conditions, int rows, int most)
    {
        int width = targets.Length / rows;
        List<int> combinations = [];
        for (int row = 0; row < rows; row++)
            if (!combinations.Exists(other => Targets(other).SequenceEqual(Targets(row)))) combinations.Add(row);
        int[][] nearest = new int[rows][];
        for (int row = 0; row < rows; row++)
        {
            int[] found = new int[Math.Min(most, combinations.Count - 1)];
            double[] distances = new double[found.Length];
            int count = 0;
            foreach (int other in combinations)
            {
                if (found.Length == 0 || Targets(other).SequenceEqual(Targets(row))) continue;
                double distance = 0;
                for (int t = 0; t < width; t++)
                {
                    double difference = conditions[row * width + t] - conditions[other * width + t];
                    distance += difference * difference;
                }
                if (count == found.Length && distance >= distances[count - 1]) continue;
                int at = count < found.Length ? count++ : count - 1;
                for (; at > 0 && distances[at - 1] > distance; at--) (found[at], distances[at]) = (found[at - 1], distances[at - 1]);
                (found[at], distances[at]) = (other, distance);
            }
            nearest[row] = found;
        }
        return nearest;

        ReadOnlySpan<float> Targets(int row) => targets.AsSpan(row * width, width);
    }
}

/// <summary>How a flow of spectra is estimated.</summary>
public sealed record FlowOptions
{
    /// <summary>Most principal components. Default 20.</summary>
    public int Components { get; init; } = 20;

    /// <summary>
    /// Scores may depend on products of targets and scores. Which ones is chosen for each score by itself, so that the curve of one channel
    /// leaks into others. Default false: scores depend linearly on targets, what is curved in a measured spectrum stays.
    /// </summary>
    public bool Products { get; init; }

    /// <summary>New targets lie between those of a training row and of so many nearest others. Default 10.</summary>
    public int Neighbours { get; init; } = 10;
}
