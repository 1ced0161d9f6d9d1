using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Whether more samples would help: the error of what the search selected, learned from parts of the samples, means over folds, with the
/// corrected resampled t-test of the difference between half of the samples and all. Nothing beyond the samples at hand is extrapolated.
/// </summary>
public static class SampleCurves
{
    /// <summary>Of one target's cells of a searching family, one a fold; null where too few folds have a curve.</summary>
    public static SampleEffect? Of(IReadOnlyList<CellResult> cells)
    {
        CellResult[] measured = [.. cells.Where(cell => cell.Search?.SampleCurve is not null).OrderBy(cell => cell.Fold)];
        if (measured.Length < 2) return null;
        IReadOnlyList<SampleCurvePoint>[] curves = [.. measured.Select(cell => cell.Search!.SampleCurve!)];
        // Splits of one dataset are all of one size; where missing values make them differ, those of the usual length count.
        int points = curves.GroupBy(curve => curve.Count).MaxBy(group => group.Count())!.Key;
        curves = [.. curves.Where(curve => curve.Count == points)];
        SampleSize[] sizes =
        [
            .. Enumerable.Range(0, points).Select(point => SizeOf([.. curves.Select(curve => curve[point])])),
        ];
        int half = points >= 3 ? points - 3 : 0; // a half where there is one, else the smallest part
        CorrectedResampledTTest test = CorrectedResampledTTest.Of(
            [.. curves.Select(curve => curve[^1].Mae - curve[half].Mae)], (double)measured[0].TestSamples / measured[0].TrainingSamples);
        return new SampleEffect(sizes, sizes[half], SignificantDigits.Round(test.P));
    }

    private static SampleSize SizeOf(SampleCurvePoint[] folds)
    {
        double mean = folds.Average(one => one.Mae);
        return new SampleSize(
            (int)Math.Round(folds.Average(one => one.Samples)), mean,
            Math.Sqrt(folds.Sum(one => (one.Mae - mean) * (one.Mae - mean)) / (folds.Length - 1)), folds.Length);
    }
}
