using IonSweep.Learning.Trust;

namespace IonSweep.Sweeps.Trust;

/// <summary>
/// Intervals from the test rows of all folds together: each residual is that of a model, choice of pipeline included, that had no part of
/// its sample (<see cref="CrossConformal"/>).
/// </summary>
internal static class FoldIntervals
{
    /// <summary>Prediction ± this; infinite when there are too few residuals.</summary>
    /// <param name="folds">Residuals of each fold, one a sample.</param>
    /// <param name="coverage">Wanted.</param>
    public static double HalfWidth(IReadOnlyList<double[]> folds, double coverage) =>
        CrossConformal.HalfWidth([.. folds.SelectMany(fold => fold)], coverage);

    /// <summary>Share of each fold's residuals inside the interval of the others, over all; NaN when these are too few.</summary>
    public static double Coverage(IReadOnlyList<double[]> folds, double coverage)
    {
        int inside = 0, all = 0;
        for (int fold = 0; fold < folds.Count; fold++)
        {
            double half = HalfWidth([.. folds.Where((_, other) => other != fold)], coverage);
            if (!double.IsFinite(half)) return double.NaN;
            inside += folds[fold].Count(residual => Math.Abs(residual) <= half);
            all += folds[fold].Length;
        }
        return all == 0 ? double.NaN : (double)inside / all;
    }
}
