using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Forward;

/// <summary>
/// Standard deviation of one channel's noise as a function of its mean: the rows, ordered by mean, fall into groups of at least 30
/// samples, up to 8; between the groups' average means the logarithm of the variance is interpolated, beyond them it stays. With fewer than
/// 60 samples the noise is the same everywhere. How the groups' variances differ from the channel's is averaged over neighbouring
/// channels, so that the scale does not add a roughness of its own; the channel's own variance is kept exactly.
/// </summary>
internal sealed class NoiseScale
{
    private const int SamplesPerGroup = 30, MaximumGroups = 8, Reach = 6; // channels to either side, triangular weights
    private const double PriorSamples = 4; // with which a group's variance is drawn to the channel's

    private readonly double[] _means, _logVariances; // ascending means, one entry a group; empty without any noise

    private NoiseScale(double[] means, double[] logVariances)
    {
        _means = means;
        _logVariances = logVariances;
    }

    /// <summary>True when the channel never deviates from its mean.</summary>
    public bool IsSilent => _means.Length == 0;

    /// <param name="deviations">N × C.</param>
    /// <param name="means">N × C predicted means.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="samples">Independent samples among the rows.</param>
    /// <returns>The scale of every channel.</returns>
    public static NoiseScale[] Fit(double[] deviations, double[] means, int rows, int channels, int samples)
    {
        int groups = Math.Clamp(samples / SamplesPerGroup, 1, MaximumGroups);
        double[] centres = new double[groups * channels], contrasts = new double[groups * channels];
        bool[] silent = new bool[channels];
        for (int c = 0; c < channels; c++) silent[c] = !Groups(c, deviations, means, rows, channels, samples, groups, centres, contrasts);

        NoiseScale[] scales = new NoiseScale[channels];
        for (int c = 0; c < channels; c++)
        {
            if (silent[c])
            {
                scales[c] = new NoiseScale([], []);
                continue;
            }
            (double[] distinct, double[] logVariances) = Smooth(c, channels, groups, centres, contrasts, silent);
            NoiseScale relative = new(distinct, logVariances);
            double level = 0;
            for (int row = 0; row < rows; row++)
            {
                double d = deviations[row * channels + c], s = relative.At(means[row * channels + c]);
                level += d * d / (s * s);
            }
            double shift = PortableMath.Log(level / rows);
            scales[c] = new NoiseScale(distinct, [.. logVariances.Select(value => value + shift)]);
        }
        return scales;
    }

    /// <summary>Standard deviation where the mean is this; 0 for a silent channel.</summary>
    public double At(double mean)
    {
        if (_means.Length == 0) return 0;
        int upper = 0;
        while (upper < _means.Length && _means[upper] <= mean) upper++;
        if (upper == 0) return PortableMath.Exp(0.5 * _logVariances[0]);
        if (upper == _means.Length) return PortableMath.Exp(0.5 * _logVariances[^1]);
        double share = (mean - _means[upper - 1]) / (_means[upper] - _means[upper - 1]);
        return PortableMath.Exp(0.5 * (_logVariances[upper - 1] + share * (_logVariances[upper] - _logVariances[upper - 1])));
    }

    /// <summary>Average mean of every group of one channel, and logarithm of its variance over the channel's.</summary>
    /// <returns>False when the channel does not deviate from its mean.</returns>
    private static bool Groups(
        int channel, double[] deviations, double[] means, int rows, int channels, int samples, int groups, double[] centres,
        double[] contrasts)
    {
        double overall = 0, size = 0;
        double[] columnMeans = new double[rows];
        int[] order = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            double d = deviations[row * channels + channel];
            overall = Math.FusedMultiplyAdd(d, d, overall);
            columnMeans[row] = means[row * channels + channel];
            size = Math.Max(size, Math.Abs(columnMeans[row]));
            order[row] = row;
        }
        overall /= rows;
        if (!(overall > 1e-24 * size * size)) return false;

        if (groups > 1) Array.Sort(order, (a, b) => columnMeans[a].CompareTo(columnMeans[b]) is var c && c != 0 ? c : a.CompareTo(b));
        double independent = (double)samples / groups;
        for (int group = 0; group < groups; group++)
        {
            int first = (int)((long)rows * group / groups), end = (int)((long)rows * (group + 1) / groups);
            double sum = 0, squares = 0;
            for (int i = first; i < end; i++)
            {
                double d = deviations[order[i] * channels + channel];
                sum += columnMeans[order[i]];
                squares = Math.FusedMultiplyAdd(d, d, squares);
            }
            centres[group * channels + channel] = sum / (end - first);
            double variance = (independent * squares / (end - first) + PriorSamples * overall) / (independent + PriorSamples);
            contrasts[group * channels + channel] = PortableMath.Log(variance / overall);
        }
        return true;
    }

    /// <summary>Centres and averaged contrasts of one channel; groups of equal means become one.</summary>
    private static (double[] Means, double[] LogVariances) Smooth(
        int channel, int channels, int groups, double[] centres, double[] contrasts, bool[] silent)
    {
        List<double> means = [], logVariances = [];
        double spread = centres[(groups - 1) * channels + channel] - centres[channel];
        for (int group = 0; group < groups; group++)
        {
            double sum = 0, weights = 0;
            for (int c = Math.Max(channel - Reach, 0); c <= Math.Min(channel + Reach, channels - 1); c++)
            {
                if (silent[c]) continue;
                double weight = Reach + 1 - Math.Abs(c - channel);
                sum = Math.FusedMultiplyAdd(weight, contrasts[group * channels + c], sum);
                weights += weight;
            }
            double centre = centres[group * channels + channel];
            if (means.Count > 0 && !(centre > means[^1] + 1e-6 * spread)) continue;
            means.Add(centre);
            logVariances.Add(sum / weights);
        }
        return ([.. means], [.. logVariances]);
    }
}
