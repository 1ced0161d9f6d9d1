namespace IonSweep.Learning.Inspection;

/// <summary>Pearson's correlation of every pair of targets over the rows that have both.</summary>
public static class TargetCorrelations
{
    /// <summary>T × T values; NaN where a target does not vary over the rows of a pair.</summary>
    /// <param name="columns">T targets' values in every row; NaN where there is none.</param>
    public static double[][] Of(IReadOnlyList<float[]> columns) =>
        [.. columns.Select(a => columns.Select(b => Between(a, b)).ToArray())];

    private static double Between(float[] a, float[] b)
    {
        (double A, double B)[] pairs = [.. a.Zip(b, (x, y) => ((double)x, (double)y)).Where(
            pair => double.IsFinite(pair.Item1) && double.IsFinite(pair.Item2))];
        if (pairs.Length < 2) return double.NaN;
        double meanA = pairs.Average(pair => pair.A), meanB = pairs.Average(pair => pair.B), product = 0, squaresA = 0, squaresB = 0;
        foreach ((double x, double y) in pairs)
        {
            product += (x - meanA) * (y - meanB);
            squaresA += (x - meanA) * (x - meanA);
            squaresB += (y - meanB) * (y - meanB);
        }
        return squaresA > 0 && squaresB > 0 ? Math.Clamp(product / Math.Sqrt(squaresA * squaresB), -1, 1) : double.NaN;
    }
}
