using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>The values of one target. B bins.</summary>
/// <param name="Target">The target.</param>
/// <param name="Values">Rows that have a value.</param>
/// <param name="Distinct">Different values among them.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Sd">Standard deviation; NaN for one value.</param>
/// <param name="Edges">B + 1 edges of equal bins, ascending; the last bin includes its upper edge.</param>
/// <param name="Counts">Rows in each bin.</param>
public sealed record TargetSummary(
    Target Target, int Values, int Distinct, double Minimum, double Maximum, double Mean, double Sd, IReadOnlyList<double> Edges,
    IReadOnlyList<int> Counts)
{
    private const int MostBins = 24;

    /// <summary>Of one target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="column">Its value in every row; NaN where there is none.</param>
    public static TargetSummary Of(Target target, float[] column)
    {
        float[] values = [.. column.Where(float.IsFinite)];
        if (values.Length == 0)
            return new TargetSummary(target, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN, [0, 1], [0]);
        double low = values.Min(), high = values.Max(), mean = values.Average(value => (double)value);
        double squares = values.Sum(value => (value - mean) * (value - mean));
        int bins = Math.Clamp((int)Math.Ceiling(Math.Sqrt(values.Length)), 1, MostBins);
        double width = high > low ? (high - low) / bins : 1;
        int[] counts = new int[bins];
        foreach (float value in values) counts[Math.Clamp((int)((value - low) / width), 0, bins - 1)]++;
        return new TargetSummary(
            target, values.Length, values.Distinct().Count(), low, high, mean,
            values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : double.NaN,
            [.. Enumerable.Range(0, bins + 1).Select(i => i == bins && high > low ? high : low + i * width)], counts);
    }
}
