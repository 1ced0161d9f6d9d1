using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>How much spectra of one sample differ: what measuring again changes.</summary>
/// <param name="Samples">Samples with two spectra or more, and how many there are of each.</param>
/// <param name="Pooled">
/// C values: standard deviation among the spectra of a sample, pooled over samples with their degrees of freedom (√ of squares within
/// samples ÷ spectra less samples).
/// </param>
/// <param name="OfSample">
/// The same of each sample alone, in the order of <paramref name="Samples"/>, root mean square over channels.
/// </param>
public sealed record ReplicateScatter(
    IReadOnlyList<(string Sample, int Spectra)> Samples, IReadOnlyList<double> Pooled, IReadOnlyList<double> OfSample)
{
    /// <summary>Of a dataset; null where no sample has two spectra.</summary>
    public static ReplicateScatter? Of(UnlabelledSpectra data)
    {
        if (data.SampleIds is not { } ids) return null;
        (string Sample, int[] Rows)[] groups = [.. Enumerable.Range(0, data.RowCount).GroupBy(row => ids[row])
            .Where(group => group.Skip(1).Any()).Select(group => (group.Key, group.ToArray()))];
        if (groups.Length == 0) return null;
        double[] squares = new double[data.ChannelCount], ofSample = new double[groups.Length];
        int freedom = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            int[] rows = groups[g].Rows;
            IReadOnlyList<double> sd = SpectralEnvelope.Of(data, rows).Sd;
            double mean = 0;
            for (int c = 0; c < squares.Length; c++)
            {
                squares[c] += sd[c] * sd[c] * (rows.Length - 1);
                mean += sd[c] * sd[c] / squares.Length;
            }
            ofSample[g] = Math.Sqrt(mean);
            freedom += rows.Length - 1;
        }
        return new ReplicateScatter([.. groups.Select(group => (group.Sample, group.Rows.Length))],
            [.. squares.Select(square => Math.Sqrt(square / freedom))], ofSample);
    }
}
