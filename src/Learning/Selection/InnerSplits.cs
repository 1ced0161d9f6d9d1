using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Repeated K-fold cross-validation inside a training set. Rows of one sample are held out together; rows that were generated are always
/// trained on, since an error on them says nothing.
/// </summary>
public static class InnerSplits
{
    /// <summary>Number of a sample whose row was generated.</summary>
    public const int Generated = -1;

    /// <summary>Splits of R rows, repeat after repeat; each measured row is held out once a repeat.</summary>
    /// <param name="samples">R numbers of samples; <see cref="Generated"/> for generated rows.</param>
    /// <param name="folds">K; fewer when there are fewer samples.</param>
    /// <param name="repeats">Random partitions.</param>
    /// <param name="stream">Draws the partitions.</param>
    /// <exception cref="ArgumentException">Fewer than three samples.</exception>
    public static IReadOnlyList<InnerSplit> Of(int[] samples, int folds, int repeats, StreamKey stream)
    {
        int[] distinct = [.. samples.Where(sample => sample != Generated).Distinct()];
        if (distinct.Length < 3)
            throw new ArgumentException($"An inner cross-validation needs 3 or more samples, found {distinct.Length}.", nameof(samples));
        folds = Math.Min(folds, distinct.Length);
        int[] order = new int[distinct.Length];
        List<InnerSplit> splits = [];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            Permutation.Fill(stream, (ulong)repeat, order);
            Dictionary<int, int> foldOf = [];
            for (int i = 0; i < order.Length; i++) foldOf[distinct[order[i]]] = i % folds;
            for (int fold = 0; fold < folds; fold++)
            {
                int[] held = [.. Rows().Where(row => samples[row] != Generated && foldOf[samples[row]] == fold)];
                int[] training = [.. Rows().Where(row => samples[row] == Generated || foldOf[samples[row]] != fold)];
                splits.Add(new InnerSplit(training, held));
            }
        }
        return splits;

        IEnumerable<int> Rows() => Enumerable.Range(0, samples.Length);
    }
}

/// <summary>One part of an inner cross-validation, rows ascending.</summary>
/// <param name="Training">Rows that are trained on.</param>
/// <param name="Held">Measured rows that are predicted.</param>
public sealed record InnerSplit(int[] Training, int[] Held);
