namespace IonSweep.Spectra.Splitting;

/// <summary>
/// One Monte-Carlo resampling of a dataset: disjoint row indices that together cover it, each ascending.
/// All rows of one sample stand in the same part.
/// </summary>
/// <param name="Training">Rows that fit scalings, networks and generators.</param>
/// <param name="Validation">Rows that decide when training stops.</param>
/// <param name="Test">Rows that nothing but the final error has seen.</param>
/// <param name="TrainingSamples">Samples (rows when ungrouped) in <paramref name="Training"/>; n_train of the corrected t-test.</param>
/// <param name="TestSamples">Samples in <paramref name="Test"/>; n_test of the corrected t-test.</param>
public sealed record FoldSplit(int[] Training, int[] Validation, int[] Test, int TrainingSamples, int TestSamples)
{
    /// <summary>
    /// The rows that a model of some targets has: training and validation rows with values of all of them, test rows with a value of any.
    /// </summary>
    /// <param name="data">What was split.</param>
    /// <param name="targets">Indices of the targets.</param>
    public FoldSplit With(SpectralDataset data, ReadOnlySpan<int> targets)
    {
        List<int> training = [], validation = [], test = [];
        foreach (int row in Training) if (data.HasAll(row, targets)) training.Add(row);
        foreach (int row in Validation) if (data.HasAll(row, targets)) validation.Add(row);
        foreach (int row in Test) if (data.HasAny(row, targets)) test.Add(row);
        (int[] samples, _) = SampleNumbers.Of(data);
        return new FoldSplit([.. training], [.. validation], [.. test],
            training.Select(row => samples[row]).Distinct().Count(), test.Select(row => samples[row]).Distinct().Count());
    }
}
