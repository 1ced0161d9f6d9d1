namespace IonSweep.Spectra.Splitting;

/// <summary>Samples numbered in the order in which they first appear: what they are called does not matter.</summary>
public static class SampleNumbers
{
    /// <summary>One number a row, equal for replicates, and how many there are; each row has its own where no samples are named.</summary>
    public static (int[] SampleOfRow, int Count) Of(SpectralDataset data)
    {
        int[] sampleOfRow = new int[data.RowCount];
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int row = 0; row < sampleOfRow.Length; row++)
        {
            if (data.SampleIds is null) sampleOfRow[row] = row;
            else
            {
                if (!numbers.TryGetValue(data.SampleIds[row], out int number)) numbers.Add(data.SampleIds[row], number = numbers.Count);
                sampleOfRow[row] = number;
            }
        }
        return (sampleOfRow, data.SampleIds is null ? data.RowCount : numbers.Count);
    }
}
