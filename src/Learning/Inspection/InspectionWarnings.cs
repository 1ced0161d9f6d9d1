using System.Globalization;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Learning.Inspection;

/// <summary>What is remarkable about a dataset, in words, with the places and what to do.</summary>
internal static class InspectionWarnings
{
    private const int Listed = 6;
    private const double Correlated = 0.95, WideGap = 5, Restless = 3, Kinds = 0.05;
    private const double LongestWavelength = 3500; // nm; what is longer is usually given in cm⁻¹ or µm
    private const double ShortestWavelength = 100; // nm
    private const int FewestNumbers = 5, FewestRising = 50; // rows that count; channels that rise
    private const int FewestReplicated = 5; // samples, to say what is usual among them

    /// <summary>One sentence or two each.</summary>
    public static IReadOnlyList<string> Of(DatasetInspection inspection) =>
    [
        .. Axis(inspection.Data),
        .. Channels(inspection),
        .. Rows(inspection),
        .. Ordinates(inspection.Data),
        .. Replicates(inspection),
        .. Targets(inspection),
    ];

    private static IEnumerable<string> Axis(UnlabelledSpectra data)
    {
        if (data.AxisUnit == AxisUnit.Nanometre && data.Wavelengths[^1] > LongestWavelength)
            yield return Text($"The axis is read as wavelengths, {data.Wavelengths[0]} to {data.Wavelengths[^1]} nm, longer than ")
                + "a spectrometer of light usually sees. If these are wavenumbers, say so: ionsweep data convert FILE --from-axis cm-1 "
                + "(Raman: raman-shift) --out NEW, or a line '# axis: cm-1' above a table of text.";
        else if (data.AxisUnit == AxisUnit.Nanometre && data.Wavelengths[0] < ShortestWavelength)
            yield return Text($"The axis is read as wavelengths, from {data.Wavelengths[0]} nm on, shorter than a spectrometer of light ")
                + "sees. If these are numbers of channels, say so: ionsweep data convert FILE --from-axis channel --out NEW, or a line "
                + "'# axis: channel' above a table of text.";
        if (data.ChannelCount < 3) yield break;
        double[] steps = [.. Enumerable.Range(1, data.ChannelCount - 1).Select(c => data.Wavelengths[c] - data.Wavelengths[c - 1])];
        double usual = steps.Order().ElementAt(steps.Length / 2);
        string[] gaps = [.. Enumerable.Range(0, steps.Length).Where(i => steps[i] > WideGap * usual && steps[i] > 2 * Beside(i))
            .Select(i => Text($"{data.Wavelengths[i]} to {data.Wavelengths[i + 1]}{data.AxisUnit.Suffix()}"))];
        if (gaps.Length > 0)
            yield return $"The axis has a gap from {List(gaps)}; smoothing and derivatives take its sides for neighbours.";

        // Steps that grow along the axis, as those of equal wavelengths in wavenumbers do, are no gaps.
        double Beside(int i) => Math.Min(i > 0 ? steps[i - 1] : double.MaxValue, i + 1 < steps.Length ? steps[i + 1] : double.MaxValue);
    }

    private static IEnumerable<string> Channels(DatasetInspection inspection)
    {
        UnlabelledSpectra data = inspection.Data;
        if (inspection.DeadChannels.Count > 0)
            yield return $"{Capital(ChannelsOf(data, inspection.DeadChannels))} {Are(inspection.DeadChannels)} constant: the same value in "
                + "every spectrum, which tells nothing. Was a part of the range filled in or not measured?";
        if (inspection.Saturation.Rows.Count > 0)
            yield return $"{RowsOf(data, inspection.Saturation.Rows)} {(inspection.Saturation.Rows.Count == 1 ? "is" : "are")} cut off at "
                + $"the maximum, at {ChannelsOf(data, inspection.Saturation.Channels)}: a saturated detector? What lies above it is "
                + "lost; measure with a shorter path or exposure, or leave these channels out.";
    }

    private static IEnumerable<string> Rows(DatasetInspection inspection)
    {
        UnlabelledSpectra data = inspection.Data;
        if (inspection.ConstantRows.Count > 0)
            yield return $"{RowsOf(data, inspection.ConstantRows)} {(inspection.ConstantRows.Count == 1 ? "has" : "have")} the same value "
                + "in every channel: nothing was measured. Leave out what is no spectrum.";
        int[] rising = [.. Enumerable.Range(0, data.RowCount).Where(row => IsMonotonic(data.Spectrum(row)))];
        if (rising.Length > 0 && rising.Length <= Kinds * data.RowCount)
            yield return $"{RowsOf(data, rising)} {(rising.Length == 1 ? "rises or falls" : "rise or fall")} from channel to channel "
                + "without an exception, as an axis does and a spectrum rarely: a second line of headers? Leave it out.";
        foreach (IReadOnlyList<int> same in inspection.Duplicates.Take(Listed))
        {
            bool apart = data.SampleIds is not { } ids || same.Select(row => ids[row]).Distinct().Count() > 1;
            bool other = same.Any(row => inspection.Values.Any(column => !column[row].Equals(column[same[0]])));
            yield return $"{RowsOf(data, same)} hold the same spectrum to the last digit"
                + (other ? ", with different target values" : "")
                + (apart ? ": one may train a model that the other tests." : ": a copy is no replicate.");
        }
        if (inspection.Duplicates.Count > Listed)
            yield return Text($"{inspection.Duplicates.Count - Listed} more groups of rows hold the same spectrum.");
        if (inspection.Outliers is { } many && many.Rows.Count > Kinds * data.RowCount)
            yield return Text($"{many.Rows.Count} of {data.RowCount} spectra are unlike the others by Q or T² of {many.Components} ")
                + "principal components: so many are rather another kind of sample or measurement than mistakes. Look at them by groups.";
        else if (inspection.Outliers is { Rows.Count: > 0 } outliers)
            yield return $"{RowsOf(data, outliers.Rows)} {(outliers.Rows.Count == 1 ? "is" : "are")} unlike the others: Q or T² of "
                + Text($"{outliers.Components} principal components lies beyond the limit that a dataset without outliers exceeds once in ")
                + "twenty. Look at the spectra; leave out what went wrong, keep what is rare but real.";
    }

    private static IEnumerable<string> Ordinates(UnlabelledSpectra data)
    {
        (double limit, bool above, string what) = data.Ordinate switch
        {
            Ordinate.Absorbance => (3, true, "absorbance above 3: less than a thousandth of the light arrives, so that stray light counts"),
            Ordinate.Transmittance or Ordinate.TransmittancePercent or Ordinate.Reflectance or Ordinate.ReflectancePercent =>
                (0, false, $"{data.Ordinate.Name()} of 0 or below, of which there is no absorbance"),
            _ => (double.NaN, true, ""),
        };
        int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(row => Any(data.Spectrum(row)))];
        if (rows.Length > 0) yield return $"{RowsOf(data, rows)} {(rows.Length == 1 ? "has" : "have")} {what}.";

        bool Any(ReadOnlySpan<float> spectrum)
        {
            foreach (float value in spectrum)
                if (above ? value > limit : value <= limit) return true;
            return false;
        }
    }

    private static IEnumerable<string> Replicates(DatasetInspection inspection)
    {
        if (inspection.Replicates is not { } scatter || scatter.Samples.Count < FewestReplicated) yield break;
        double usual = scatter.OfSample.Order().ElementAt(scatter.OfSample.Count / 2);
        if (!(usual > 0)) yield break;
        string[] restless = [.. Enumerable.Range(0, scatter.Samples.Count).Where(i => scatter.OfSample[i] > Restless * usual)
            .OrderByDescending(i => scatter.OfSample[i])
            .Select(i => Text($"'{scatter.Samples[i].Sample}' ({scatter.OfSample[i] / usual:0.0} times)"))];
        if (restless.Length > 0)
            yield return $"The spectra of {List(restless)} differ among themselves more than is usual in this set: was a sample mixed up?";
    }

    private static IEnumerable<string> Targets(DatasetInspection inspection)
    {
        UnlabelledSpectra data = inspection.Data;
        foreach (TargetSummary summary in inspection.Targets)
        {
            if (summary.Values < data.RowCount)
                yield return Text($"{summary.Target.Name} has a value in {summary.Values} of {data.RowCount} rows.");
            if (summary.Values > 1 && summary.Distinct == 1)
                yield return Text($"{summary.Target.Name} is {summary.Minimum} in every row: there is nothing to calibrate.");
            if (summary.Distinct == 2 && summary.Values > 2)
                yield return Text($"{summary.Target.Name} is {summary.Minimum} or {summary.Maximum} and nothing between: two classes? A ")
                    + "calibration estimates quantities; it tells no classes apart.";
        }
        int repeated = Enumerable.Range(1, data.RowCount - 1)
            .Count(row => inspection.Values.All(column => column[row].Equals(column[row - 1])));
        if (data.SampleIds is null && inspection.Values.Count > 0 && 2 * repeated >= data.RowCount && repeated < data.RowCount - 1)
            yield return Text($"{repeated} of {data.RowCount} rows have the target values of the row above: several spectra of a sample? ")
                + "Name the samples (--id COLUMN), or the spectra of one train a model that others of it test, and errors look too small.";
        for (int t = 0; t < inspection.Targets.Count; t++)
            if (CountsRows(inspection.Values[t]))
                yield return $"{inspection.Targets[t].Target.Name} counts up with the rows: a numbering of spectra or samples, and no "
                    + "quantity? Name the targets (data import --targets), and the samples where spectra are replicates "
                    + $"(--id '{inspection.Targets[t].Target.Name}').";
        for (int a = 0; a < inspection.Targets.Count; a++)
            for (int b = a + 1; b < inspection.Targets.Count; b++)
                if (Math.Abs(inspection.Correlations[a][b]) >= Correlated)
                    yield return $"{inspection.Targets[a].Target.Name} and {inspection.Targets[b].Target.Name} go together "
                        + Text($"(r {inspection.Correlations[a][b]:0.000}): a model may predict one by the other's bands, ")
                        + "and fail where they part.";
    }

    private static bool IsMonotonic(ReadOnlySpan<float> spectrum)
    {
        if (spectrum.Length < FewestRising) return false;
        bool rises = spectrum[1] > spectrum[0];
        for (int c = 1; c < spectrum.Length; c++)
            if (spectrum[c] == spectrum[c - 1] || spectrum[c] > spectrum[c - 1] != rises) return false;
        return true;
    }

    /// <summary>From 0 or 1 on in steps of 1, each number once or more.</summary>
    private static bool CountsRows(float[] values)
    {
        if (values[0] is not (0 or 1)) return false;
        for (int row = 1; row < values.Length; row++)
            if (values[row] - values[row - 1] is not (0 or 1)) return false;
        return values[^1] - values[0] >= FewestNumbers - 1;
    }

    /// <summary>E.g. <c>Rows 3, 7 and 9</c>, with samples where they are named.</summary>
    private static string RowsOf(UnlabelledSpectra data, IReadOnlyList<int> rows)
    {
        string[] named = [.. rows.Select(row => data.SampleIds is { } ids ? Text($"{row + 1} ('{ids[row]}')") : Text($"{row + 1}"))];
        return $"{(rows.Count == 1 ? "Row" : "Rows")} {List(named)}";
    }

    /// <summary>E.g. <c>channels 2430–2498 cm⁻¹</c>.</summary>
    private static string ChannelsOf(UnlabelledSpectra data, IReadOnlyList<ChannelRange> ranges)
    {
        string[] named = [.. ranges.Select(range => range.Count == 1 ? Text($"{data.Wavelengths[range.First]}")
            : Text($"{data.Wavelengths[range.First]}–{data.Wavelengths[range.Last]}"))];
        return $"{(ranges is [{ Count: 1 }] ? "channel" : "channels")} {List(named)}{data.AxisUnit.Suffix()}";
    }

    private static string Are(IReadOnlyList<ChannelRange> ranges) => ranges is [{ Count: 1 }] ? "is" : "are";

    private static string List(IReadOnlyList<string> names) => names.Count switch
    {
        1 => names[0],
        <= Listed => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(Listed))} and {names.Count - Listed} more",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
