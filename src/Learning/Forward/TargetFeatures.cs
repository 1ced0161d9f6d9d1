namespace IonSweep.Learning.Forward;

/// <summary>
/// Polynomial terms of standardised targets, each with mean 0 and standard deviation 1 over the training samples: first the targets, then
/// their squares, then products of two, then cubes and products of a square with another target. A structure is how many of these groups
/// a channel's mean uses.
/// </summary>
internal sealed class TargetFeatures
{
    private const int MaximumFeatures = 200; // beyond, the shared eigen decomposition would take longer than it gains

    private readonly double[] _targetMeans, _targetScales; // of T targets; scale 0 for a target without spread
    private readonly (int First, int Second, int Third)[] _terms; // indices of the factors, −1 for none
    private double[] _means = [], _scales = [];

    private TargetFeatures(double[] targetMeans, double[] targetScales, (int, int, int)[] terms, int[] structures)
    {
        _targetMeans = targetMeans;
        _targetScales = targetScales;
        _terms = terms;
        Structures = structures;
    }

    /// <summary>Number of leading features of every structure that the samples can carry: 0 (a constant), targets alone, …</summary>
    public IReadOnlyList<int> Structures { get; }

    /// <summary>Number of features, P.</summary>
    public int Count => _terms.Length;

    /// <param name="targets">S × T sample targets.</param>
    /// <param name="samples">S.</param>
    /// <param name="targetCount">T.</param>
    /// <returns>The features and their values, S × P.</returns>
    public static (TargetFeatures Features, double[] Values) Fit(double[] targets, int samples, int targetCount)
    {
        double[] means = new double[targetCount], scales = new double[targetCount];
        Moments(targets, samples, targetCount, means, scales);
        (List<(int, int, int)> terms, List<int> structures) = Terms(scales, samples);
        TargetFeatures features = new(means, scales, [.. terms], [.. structures]);

        double[] values = new double[samples * features.Count];
        features._means = new double[features.Count];
        features._scales = [.. Enumerable.Repeat(1.0, features.Count)];
        for (int s = 0; s < samples; s++)
            features.At(targets.AsSpan(s * targetCount, targetCount), values.AsSpan(s * features.Count, features.Count));
        double[] featureMeans = new double[features.Count], featureScales = new double[features.Count];
        Moments(values, samples, features.Count, featureMeans, featureScales);
        (features._means, features._scales) = (featureMeans, featureScales);
        for (int s = 0; s < samples; s++)
            features.At(targets.AsSpan(s * targetCount, targetCount), values.AsSpan(s * features.Count, features.Count));
        return (features, values);
    }

    /// <summary>Writes the P features of one target combination.</summary>
    public void At(ReadOnlySpan<double> targets, Span<double> features)
    {
        Span<double> standardized = stackalloc double[targets.Length];
        for (int t = 0; t < targets.Length; t++) standardized[t] = (targets[t] - _targetMeans[t]) * _targetScales[t];
        for (int p = 0; p < _terms.Length; p++)
        {
            (int first, int second, int third) = _terms[p];
            double value = standardized[first];
            if (second >= 0) value *= standardized[second];
            if (third >= 0) value *= standardized[third];
            features[p] = (value - _means[p]) * _scales[p];
        }
    }

    /// <summary>Squared distance of two target combinations in standardised targets.</summary>
    public double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int t = 0; t < a.Length; t++)
        {
            double difference = (a[t] - b[t]) * _targetScales[t];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }
        return sum;
    }

    private static (List<(int, int, int)> Terms, List<int> Structures) Terms(double[] scales, int samples)
    {
        int[] varying = [.. Enumerable.Range(0, scales.Length).Where(t => scales[t] > 0)];
        List<(int, int, int)> linear = [], squares = [], products = [], cubes = [];
        foreach (int t in varying)
        {
            linear.Add((t, -1, -1));
            squares.Add((t, t, -1));
            cubes.Add((t, t, t));
            foreach (int other in varying)
            {
                if (other > t) products.Add((t, other, -1));
                if (other != t) cubes.Add((t, t, other));
            }
        }
        // At least three samples for every feature, so that what is chosen is not an interpolation.
        int limit = Math.Min(MaximumFeatures, samples / 3);
        List<(int, int, int)> terms = [];
        List<int> structures = [0];
        foreach (List<(int, int, int)> group in new[] { linear, squares, products, cubes })
        {
            if (group.Count == 0) continue;
            if (terms.Count + group.Count > limit) break;
            terms.AddRange(group);
            structures.Add(terms.Count);
        }
        return (terms, structures);
    }

    /// <summary>Means, and reciprocals of standard deviations (0 for a column without spread).</summary>
    private static void Moments(double[] values, int rows, int columns, double[] means, double[] scales)
    {
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) means[c] += values[r * columns + c];
        for (int c = 0; c < columns; c++) means[c] /= rows;
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
            {
                double difference = values[r * columns + c] - means[c];
                scales[c] = Math.FusedMultiplyAdd(difference, difference, scales[c]);
            }
        for (int c = 0; c < columns; c++)
        {
            double deviation = Math.Sqrt(scales[c] / rows);
            scales[c] = deviation > 1e-12 * Math.Abs(means[c]) ? 1 / deviation : 0;
        }
    }
}
