using System.Globalization;
using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra.Csv;

/// <summary>
/// What the columns of a dataset's CSV file mean: an optional <c>sample</c> column, then the targets (<c>Zn2+ (M)</c>), then one
/// column per channel whose header is its wavelength in nanometres.
/// </summary>
/// <param name="HasSamples">The first column holds sample ids.</param>
/// <param name="Targets">The targets in column order.</param>
/// <param name="Wavelengths">The channels in column order, strictly increasing.</param>
/// <param name="Headers">Every header as it stands in the file.</param>
internal sealed record DatasetCsvHeader(
    bool HasSamples, IReadOnlyList<Target> Targets, IReadOnlyList<double> Wavelengths, IReadOnlyList<string> Headers)
{
    /// <summary>Header of the column of sample ids.</summary>
    public const string Sample = "sample";

    /// <summary>The header that describes <paramref name="data"/>.</summary>
    /// <exception cref="InvalidDatasetException">A target's name would be read back as something else.</exception>
    public static DatasetCsvHeader Of(SpectralDataset data)
    {
        List<string> headers = data.SampleIds is null ? [] : [Sample];
        headers.AddRange(data.Targets.Select(HeaderOf));
        headers.AddRange(data.Wavelengths.Select(wavelength => wavelength.ToString("R", CultureInfo.InvariantCulture)));
        DatasetCsvHeader parsed;
        try
        {
            parsed = Parse(headers, (_, found, expected) => new InvalidDatasetException($"{found}; expected {expected}"));
        }
        catch (InvalidDatasetException e)
        {
            throw new InvalidDatasetException($"Dataset '{data.Name}' cannot be written as CSV: {e.Message}", e);
        }
        for (int t = 0; t < data.Targets.Count; t++)
            if (parsed.Targets.Count != data.Targets.Count || parsed.Targets[t] != data.Targets[t]
                || parsed.HasSamples != data.SampleIds is not null)
                throw new InvalidDatasetException(
                    $"Dataset '{data.Name}' cannot be written as CSV: target '{data.Targets[t].Name}' with unit '{data.Targets[t].Unit}' "
                        + $"would not be read back as such. Rename it.");
        string unit = UnitOf(data.AxisUnit);
        return parsed with
        {
            Headers = [.. parsed.Headers.Select((text, i) => i < headers.Count - data.ChannelCount ? text : text + unit)]
        };
    }

    /// <summary>What stands behind each position: nothing for nanometres, and where a comment line tells the axis.</summary>
    public static string UnitOf(AxisUnit unit) =>
        unit is AxisUnit.Nanometre or AxisUnit.RamanShift or AxisUnit.Channel ? "" : $" {unit.Word()}";

    /// <summary>Understands a header record.</summary>
    /// <param name="headers">Its fields.</param>
    /// <param name="error">Makes the exception from the column (from 1), what was found and what was expected.</param>
    /// <param name="needsTargets">False for spectra whose targets are to be predicted: there may be none.</param>
    public static DatasetCsvHeader Parse(IReadOnlyList<string> headers, Func<int, string, string, InvalidDatasetException> error,
        bool needsTargets = true)
    {
        if (headers.Count == 1 && headers[0].AsSpan().ContainsAny(';', '\t', '|'))
            throw error(1, $"one column, '{Shorten(headers[0])}'", "columns separated by commas");
        bool hasSamples = headers[0].Trim().Equals(Sample, StringComparison.OrdinalIgnoreCase);
        List<Target> targets = [];
        List<double> wavelengths = [];
        Dictionary<string, int> columnOfSlug = [];
        for (int column = hasSamples ? 2 : 1; column <= headers.Count; column++)
        {
            string header = headers[column - 1].Trim();
            bool number = double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out double wavelength);
            if (!number && wavelengths.Count == 0)
            {
                Target target = ParseTarget(header, column, error);
                if (!columnOfSlug.TryAdd(target.Slug, column))
                    throw error(column, $"target '{header}', whose key '{target.Slug}' column {columnOfSlug[target.Slug]} has already",
                        "targets with distinct letters and digits");
                targets.Add(target);
                continue;
            }
            if (!number)
                throw error(column, $"'{header}' after the first channel",
                    "a wavelength; the sample and target columns stand before the channels");
            if (!double.IsFinite(wavelength)) throw error(column, $"'{header}'", "a finite wavelength in nanometres");
            if (wavelengths.Count > 0 && wavelength <= wavelengths[^1])
                throw error(
                    column,
                    wavelength == wavelengths[^1] ? $"wavelength {header} a second time"
                        : $"wavelength {header} after {headers[column - 2].Trim()}",
                    "strictly increasing wavelengths");
            wavelengths.Add(wavelength);
        }
        if (needsTargets && targets.Count == 0)
            throw error(hasSamples ? 2 : 1, "no target column", "at least one, such as 'Zn2+ (M)', before the first channel");
        if (wavelengths.Count == 0)
            throw error(headers.Count, "no channel column",
                $"at least one{(needsTargets ? " after the targets" : "")}, whose header is its wavelength in nanometres, such as '302'");
        return new DatasetCsvHeader(hasSamples, targets, wavelengths, headers);
    }

    /// <summary><c>Zn2+ (M)</c>; a name that ends with a parenthesis and has no unit gets an empty one.</summary>
    private static string HeaderOf(Target target) =>
        target.Unit.Length == 0 && target.Name.EndsWith(')') ? target.Name + " ()" : target.Header;

    private static Target ParseTarget(string header, int column, Func<int, string, string, InvalidDatasetException> error)
    {
        if (header.Length == 0) throw error(column, "no header", "a target such as 'Zn2+ (M)' or a wavelength");
        if (header.Equals(Sample, StringComparison.OrdinalIgnoreCase))
            throw error(column, $"'{header}'", "the sample column to be the first");
        try
        {
            int open = OpeningOfLastParenthesis(header);
            return open > 0 ? new Target(header[..open].TrimEnd(), header[(open + 1)..^1].Trim()) : new Target(header, "");
        }
        catch (ArgumentException)
        {
            throw error(column, $"'{header}'", "a target's name with at least one letter or digit");
        }
    }

    /// <summary>Where the parenthesis opens that closes at the end of the header; −1 without one.</summary>
    private static int OpeningOfLastParenthesis(string header)
    {
        if (!header.EndsWith(')')) return -1;
        int depth = 0;
        for (int i = header.Length - 1; i >= 0; i--)
        {
            if (header[i] == ')') depth++;
            if (header[i] == '(' && --depth == 0) return i;
        }
        return -1;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
