using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tables;

/// <summary>
/// Makes spectra of a table: one a row under a header of positions, or one a column with the positions down the first column. What is
/// neither position nor id is a target.
/// </summary>
internal static class TableLayout
{
    private const int ChannelsOfARun = 8;

    private static readonly string[] IdNames = ["sample", "id", "sample_id", "sampleid", "sample id", "name"];

    /// <summary>The spectra of a table with one header row.</summary>
    /// <exception cref="InvalidDatasetException">It is neither layout, or a value is missing or no number; names the place.</exception>
    public static SpectraBlock Read(Cells cells, ReadingOptions options, AxisUnit? unit = null)
    {
        if (cells.RowCount == 0)
            throw new InvalidDatasetException($"{cells.Source} is empty; expected a header with positions, then one line per spectrum.");
        return IsInColumns(cells) ? InColumns(cells, unit) : InRows(cells, options, unit);
    }

    /// <summary>The header is no run of positions, but the first column is one.</summary>
    private static bool IsInColumns(Cells cells)
    {
        int channels = 0;
        for (int c = 0; c < cells.ColumnCount(0); c++)
            if (AxisHeader.Parse(cells.Text(0, c)) is not null) channels++;
        int first = FirstDataRow(cells), rows = cells.RowCount - first;
        if (rows < 3 || channels > 2 && channels > cells.ColumnCount(0) / 2 && first > 0 && !IsMonotonic(cells, first)) return false;
        return IsMonotonic(cells, first) && (channels < 3 || first == 0);
    }

    private static bool IsMonotonic(Cells cells, int first)
    {
        double last = double.NaN;
        int sign = 0;
        for (int r = first; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) < 2 || !cells.TryPosition(r, 0, out double value)) return false;
            if (!double.IsNaN(last))
            {
                int step = Math.Sign(value - last);
                if (step == 0 || (sign != 0 && step != sign)) return false;
                sign = step;
            }
            last = value;
        }
        return sign != 0;
    }

    private static int FirstDataRow(Cells cells)
    {
        int row = 0;
        while (row < Math.Min(cells.RowCount, 64) && !(cells.ColumnCount(row) > 1 && cells.TryNumber(row, 0, out _)
            && cells.TryNumber(row, 1, out _))) row++;
        return row;
    }

    private static SpectraBlock InColumns(Cells cells, AxisUnit? unit)
    {
        int first = FirstDataRow(cells), header = first - 1, channels = cells.RowCount - first, spectra = cells.ColumnCount(first) - 1;
        double[] positions = new double[channels];
        float[] values = new float[checked(channels * spectra)];
        for (int c = 0; c < channels; c++)
        {
            if (cells.ColumnCount(first + c) != spectra + 1)
                throw Error(cells, first + c, Math.Min(cells.ColumnCount(first + c), spectra + 1), null,
                    $"{cells.ColumnCount(first + c)} values", $"{spectra + 1}: the position and {spectra} spectra");
            if (!cells.TryPosition(first + c, 0, out positions[c]))
                throw Error(cells, first + c, 0, null, Shown(cells, first + c, 0), "a position of the axis");
            for (int s = 0; s < spectra; s++) values[s * channels + c] = Number(cells, first + c, 1 + s, null);
        }
        string[]? names = header >= 0 && cells.ColumnCount(header) == spectra + 1
            ? [.. Enumerable.Range(1, spectra).Select(s => cells.Text(header, s).ToString())] : null;
        unit ??= header >= 0 && cells.ColumnCount(header) > 0 ? AxisHeader.UnitOf(cells.Text(header, 0).ToString()) : null;
        return new SpectraBlock
        {
            Axis = new SpectralAxis(unit ?? UnnamedAxis.Of(positions), positions),
            Ordinate = Ordinate.Unknown,
            Spectra = values,
            SampleIds = names is not null && names.All(name => name.Length > 0) ? names : null,
        };
    }

    private static SpectraBlock InRows(Cells cells, ReadingOptions options, AxisUnit? unit)
    {
        int columns = cells.ColumnCount(0), id = -1;
        List<int> targets = [], channels = [];
        List<double> positions = [];
        string[] headers = [.. Enumerable.Range(0, columns).Select(c => cells.Text(0, c).ToString())];
        (double Position, AxisUnit? Unit, string Prefix)?[] parsed = [.. headers.Select(header => AxisHeader.Parse(header))];
        // A word with a number is a position where others are of the same word, as X4000, X3998: Ni2 among targets is none.
        Dictionary<string, int> prefixes =
            parsed.Where(header => header is not null).CountBy(header => header!.Value.Prefix).ToDictionary();
        string[]? wanted = options.Targets is null ? null : [.. options.Targets.Select(name => name.Trim())];
        for (int c = 0; c < columns; c++)
        {
            string header = headers[c];
            if (options.IdColumn is { } named ? header.Equals(named, StringComparison.OrdinalIgnoreCase)
                : id < 0 && IdNames.Contains(header.ToLowerInvariant()))
                id = c;
            else if (wanted?.Any(name => TargetHeader.Names(header, name)) == true) targets.Add(c);
            else if (parsed[c] is { } position && (position.Prefix.Length == 0 || prefixes[position.Prefix] >= ChannelsOfARun))
            {
                channels.Add(c);
                positions.Add(position.Position);
                unit ??= position.Unit;
            }
            else if (double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out double nowhere)
                && !double.IsFinite(nowhere))
                throw Error(cells, 0, c, null, $"'{header}'", "a finite position or a target's name");
            else if (wanted is null && header.Length > 0) targets.Add(c);
        }
        if (options.IdColumn is not null && id < 0)
            throw new InvalidDatasetException($"{cells.Source}: no column '{options.IdColumn}'; there are {Listed(headers)}.");
        if (wanted?.FirstOrDefault(name => !headers.Any(header => TargetHeader.Names(header, name))) is { } missing)
            throw new InvalidDatasetException($"{cells.Source}: no target column '{missing}'; there are {Listed(headers)}.");
        if (channels.Count == 0)
            throw Error(cells, 0, columns - 1, null, "no channel column",
                "columns whose headers are positions, such as '302', 'X4000' or '900 nm', or positions down the first column");
        CheckOrder(cells, headers, channels, positions);

        // Text columns that were not asked for, such as a variety or a date, are no targets.
        if (wanted is null) targets.RemoveAll(c => !HasNumber(cells, c));
        int rows = cells.RowCount - 1;
        if (rows == 0)
            throw new InvalidDatasetException($"{cells.Source} has a header but no spectrum; expected one line per spectrum.");
        float[] spectra = new float[checked(rows * channels.Count)], values = new float[rows * targets.Count];
        string[]? samples = id < 0 ? null : new string[rows];
        int[] channelColumns = [.. channels];
        Rows.ForEach(rows, (long)rows * columns, ReadRow);
        return new SpectraBlock
        {
            Axis = new SpectralAxis(unit ?? UnnamedAxis.Of(positions), positions),
            Ordinate = Ordinate.Unknown,
            Spectra = spectra,
            SampleIds = samples,
            Targets = [.. targets.Select(c => TargetOf(cells, headers[c], c))],
            TargetValues = values,
        };

        void ReadRow(int r)
        {
            if (cells.ColumnCount(r + 1) != columns)
                throw Error(
                    cells, r + 1, Math.Min(cells.ColumnCount(r + 1), columns), headers.ElementAtOrDefault(cells.ColumnCount(r + 1)),
                    $"a row of {cells.ColumnCount(r + 1)} values", $"{columns}, as in the header");
            int read = cells.ReadNumbers(r + 1, channelColumns, spectra.AsSpan(r * channelColumns.Length, channelColumns.Length));
            if (read < channelColumns.Length) _ = Number(cells, r + 1, channelColumns[read], headers[channelColumns[read]]);
            for (int t = 0; t < targets.Count; t++)
                values[r * targets.Count + t] = IsMissing(cells.Text(r + 1, targets[t])) ? float.NaN
                    : Number(cells, r + 1, targets[t], headers[targets[t]]);
            if (samples is null) return;
            samples[r] = cells.Text(r + 1, id).ToString();
            if (samples[r].Length == 0) throw Error(cells, r + 1, id, headers[id], "no sample id", "one in every row");
        }
    }

    /// <summary>A cell that says that there is no value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text) =>
        text.IsEmpty || text is "-" or "NA" or "na" or "N/A" or "n/a" or "NaN" or "nan" or "NAN" or "." or "?";

    /// <summary>The quantity that a header names, with the unit in its last parentheses.</summary>
    public static Target TargetOf(Cells cells, string header, int column)
    {
        try
        {
            return TargetHeader.Parse(header);
        }
        catch (ArgumentException)
        {
            throw Error(cells, 0, column, null, $"'{header}'", "a target's name with at least one letter or digit");
        }
    }

    /// <summary>A finite float, or what stands in its place.</summary>
    public static float Number(Cells cells, int row, int column, string? header)
    {
        if (cells.TryNumber(row, column, out float value)) return value;
        throw Error(cells, row, column, header, Shown(cells, row, column), ExpectedNumber(cells.Text(row, column)));
    }

    private static string ExpectedNumber(ReadOnlySpan<char> text) => text.IsEmpty ? "a number"
        : !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "a number such as 0.125 or 1.2e-3"
        : text.ContainsAnyInRange('0', '9') ? "a number of at most 3.4e38 in size, what a 32-bit float holds" : "a finite number";

    private static void CheckOrder(Cells cells, string[] headers, List<int> channels, List<double> positions)
    {
        for (int c = 2; c < positions.Count; c++)
            if (Math.Sign(positions[c] - positions[c - 1]) != Math.Sign(positions[1] - positions[0]))
                throw Error(cells, 0, channels[c], null, $"position {headers[channels[c]]} after {headers[channels[c - 1]]}",
                    "strictly ascending or strictly descending positions");
        if (positions.Count > 1 && positions[0] == positions[1])
            throw Error(cells, 0, channels[1], null, $"position {headers[channels[1]]} a second time", "distinct positions");
    }

    private static bool HasNumber(Cells cells, int column)
    {
        for (int r = 1; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) <= column || IsMissing(cells.Text(r, column))) continue;
            return cells.TryNumber(r, column, out _);
        }
        return false;
    }

    private static string Shown(Cells cells, int row, int column)
    {
        string text = cells.Text(row, column).ToString();
        return text.Length == 0 ? "nothing" : $"'{(text.Length <= 40 ? text : text[..40] + "…")}'";
    }

    private static string Listed(IEnumerable<string> headers) =>
        string.Join(", ", headers.Take(12).Select(header => $"'{header}'")) + "…";

    private static InvalidDatasetException Error(Cells cells, int row, int column, string? header, string found, string expected) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"{cells.Source}, {cells.Place(row)}, column {column + 1}{(header is null ? "" : $" ('{header}')")}: found {found}; ")
        + $"expected {expected}.");
}
