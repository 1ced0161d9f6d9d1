using IonSweep.Learning.Trust;

namespace IonSweep.Sweeps.Trust;

/// <summary>Residuals of validation rows for split-conformal intervals (<see cref="SplitConformal"/>).</summary>
internal static class PredictionInterval
{
    /// <summary>
    /// Predicted minus known values, one a sample (its first row): replicates of one sample share its error, so that counting all would
    /// promise too much.
    /// </summary>
    /// <param name="rows">Validation rows of the dataset.</param>
    /// <param name="sampleIds">Of the dataset; null when every row is a sample.</param>
    /// <param name="known">One value a validation row.</param>
    /// <param name="predicted">One value a validation row.</param>
    public static double[] Residuals(IReadOnlyList<int> rows, IReadOnlyList<string>? sampleIds, ReadOnlySpan<float> known,
        ReadOnlySpan<float> predicted)
    {
        HashSet<string> seen = [];
        List<double> residuals = [];
        for (int i = 0; i < rows.Count; i++)
            if (sampleIds is null || seen.Add(sampleIds[rows[i]])) residuals.Add((double)predicted[i] - known[i]);
        return [.. residuals];
    }
}
