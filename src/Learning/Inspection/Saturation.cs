using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>
/// Spectra whose top is cut off: at least <see cref="ShortestRun"/> channels side by side that equal the spectrum's maximum, and either the
/// same maximum in another such spectrum, as a detector's end gives it, or a run of <see cref="LongRun"/> channels, which no band's top is.
/// </summary>
/// <param name="Rows">Rows, from 0.</param>
/// <param name="Channels">Channels where they are cut off.</param>
public sealed record Saturation(IReadOnlyList<int> Rows, IReadOnlyList<ChannelRange> Channels)
{
    /// <summary>Equal values side by side that rounding hardly makes at a band's top.</summary>
    public const int ShortestRun = 3;

    /// <summary>Equal values side by side that are enough in one spectrum alone.</summary>
    public const int LongRun = 8;

    /// <summary>Of a dataset.</summary>
    public static Saturation Of(UnlabelledSpectra data)
    {
        (float Maximum, List<ChannelRange> Runs)[] found = [.. Enumerable.Range(0, data.RowCount).Select(row => RunsOf(data, row))];
        HashSet<float> common = [.. found.Where(one => one.Runs.Count > 0).GroupBy(one => one.Maximum)
            .Where(group => group.Skip(1).Any()).Select(group => group.Key)];
        bool[] channels = new bool[data.ChannelCount];
        List<int> rows = [];
        for (int row = 0; row < found.Length; row++)
        {
            (float maximum, List<ChannelRange> runs) = found[row];
            if (runs.Count == 0 || !common.Contains(maximum) && !runs.Any(run => run.Count >= LongRun)) continue;
            rows.Add(row);
            foreach (ChannelRange run in runs) channels.AsSpan(run.First, run.Count).Fill(true);
        }
        return new Saturation(rows, ChannelRange.Where(channels.Length, c => channels[c]));
    }

    private static (float Maximum, List<ChannelRange> Runs) RunsOf(UnlabelledSpectra data, int row)
    {
        float[] spectrum = data.Spectrum(row).ToArray();
        float maximum = spectrum.Max();
        if (spectrum.Min() == maximum) return (maximum, []); // constant: another matter
        return (maximum, [.. ChannelRange.Where(spectrum.Length, c => spectrum[c] == maximum).Where(run => run.Count >= ShortestRun)]);
    }
}
