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
    private const int ChannelsOfARun = 8, FewestRows = 3;

    private static readonly string[] IdNames = ["sample", "id", "sample_id", "sampleid", "sample id", "name"];

    /// <summary>The spectra of a table with one header row.</summary>
    /// <exception cref="InvalidDatasetException">It is neither layout, or a value is missing or no number; names the place.</exception>
    public static SpectraBlock Read(Cells cells, ReadingOptions options, AxisUnit? unit = null)
    {
        if (cells.RowCount == 0)
            throw new InvalidDatasetException($"{cells.Source} is empty; expected a header with positions, then one line per spectrum.");
        if (NamedRows.Has(cells)) cells = new NamedRows(cells);
        if (NamedAxisColumn(cells) is { } axis) return InColumns(cells, 1, axis, unit);
        return IsInColumns(cells) ? InColumns(cells, FirstDataRow(cells), 0, unit) : InRows(cells, options, unit);
    }

    /// <summary>
    /// The column that a header such as <c>Wavelength (nm)</c> says holds the axis, whatever the other headers are: the first, or the one
    /// after rows that are numbered without a header. Null where there is none.
    /// </summary>
    private static int? NamedAxisColumn(Cells cells)
    {
        int column = cells.ColumnCount(0) > 2 && cells.Text(0, 0).IsEmpty ? 1 : 0;
        return cells.RowCount > 3 && cells.ColumnCount(0) > column + 1 && AxisHeader.NamesAxis(cells.Text(0, column).ToString())
            && IsMonotonic(cells, 1, column) ? column : null;
    }

    /// <summary>The header is no run of positions, but the first column is one.</summary>
    private static bool IsInColumns(Cells cells)
    {
        int channels = 0;
        for (int c = 0; c < cells.ColumnCount(0); c++)
            if (AxisHeader.Parse(cells.Text(0, c)) is not null) channels++;
        int first = FirstDataRow(cells), rows = cells.RowCount - first;
        if (rows < 3 || channels > 2 && channels > cells.ColumnCount(0) / 2 && first > 0 && !IsMonotonic(cells, first, 0))
            return false;
        return IsMonotonic(cells, first, 0) && (channels < 3 || first == 0);
    }

    private static bool IsMonotonic(Cells cells, int first, int column)
    {
        double last = double.NaN;
        int sign = 0;
        for (int r = first; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) < column + 2 || !cells.TryPosition(r, column, out double value)) return false;
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

    private static SpectraBlock InColumns(Cells cells, int first, int axis, AxisUnit? unit)
    {
        int header = first - 1, channels = cells.RowCount - first, spectra = cells.ColumnCount(first) - axis - 1;
        double[] positions = new double[channels];
        float[] values = new float[checked(channels * spectra)];
        for (int c = 0; c < channels; c++)
        {
            if (cells.ColumnCount(first + c) != axis + 1 + spectra)
                throw Error(cells, first + c, Math.Min(cells.ColumnCount(first + c), axis + 1 + spectra), null,
                    $"{cells.ColumnCount(first + c)} values", $"{axis + 1 + spectra}: the position and {spectra} spectra");
            if (!cells.TryPosition(first + c, axis, out positions[c]))
                throw Error(cells, first + c, axis, null, Shown(cells, first + c, axis), "a position of the axis");
            for (int s = 0; s < spectra; s++) values[s * channels + c] = Number(cells, first + c, axis + 1 + s, null);
        }
        string[]? names = header >= 0 && cells.ColumnCount(header) == axis + 1 + spectra
            ? [.. Enumerable.Range(axis + 1, spectra).Select(s => cells.Text(header, s).ToString())] : null;
        // Above spectra may stand what their values are instead of what was measured: 'absorbance'.
        Ordinate ordinate = names?.Distinct().Count() == 1 ? OrdinateUnits.Of(names[0], values) : Ordinate.Unknown;
        if (ordinate != Ordinate.Unknown) names = null;
        unit ??= header >= 0 && cells.ColumnCount(header) > axis ? AxisHeader.UnitOf(cells.Text(header, axis).ToString()) : null;
        return new SpectraBlock
        {
            Axis = new SpectralAxis(unit ?? UnnamedAxis.Of(positions), positions),
            Ordinate = ordinate,
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
        int idOfFile = options.IdColumn is null && options.IdColumnIfAny is { Length: > 0 } any
            ? Array.FindIndex(headers, header => header.Equals(any, StringComparison.OrdinalIgnoreCase)) : -1;
        for (int c = 0; c < columns; c++)
        {
            string header = headers[c];
            if (c == idOfFile || (options.IdColumn is { } named ? header.Equals(named, StringComparison.OrdinalIgnoreCase)
                : idOfFile < 0 && id < 0 && IdNames.Contains(header.ToLowerInvariant())))
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
        int all = channels.Count;
        string? note = WithoutEmpty(cells, channels, positions);
        CheckOrder(cells, headers, channels, positions);

        // Text columns that were not asked for, such as a variety or a date, are no targets.
        if (wanted is null) targets.RemoveAll(c => !IsOfNumbers(cells, c));
        int rows = cells.RowCount - 1;
        if (rows == 0)
            throw new InvalidDatasetException($"{cells.Source} has a header but no spectrum; expected one line per spectrum.");
        // The corner may say what the positions are: 'Sample / wavenumber'.
        if (channels[0] != 0 && !targets.Contains(0) && AxisHeader.UnitOf(headers[0]) is AxisUnit.Wavenumber)
            unit ??= AxisUnit.Wavenumber;
        // Of spectra alone a first column without a header holds their names. Beside targets it stays unread: it may number the rows.
        if (id < 0 && targets.Count == 0 && columns > all && headers[0].Length == 0 && IsFilled(cells, 0)) id = 0;
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
            Note = note,
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
    public static bool IsMissing(ReadOnlySpan<char> text) => text.IsEmpty
        || text is "-" or "--" or "–" or "—" or "." or "?" or "NA" or "na" or "N/A" or "n/a" or "#N/A" or "NaN" or "nan" or "NAN"
            or "NULL" or "null" or "None" or "none";

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
        : text[0] is '<' or '>' ? "a number: how large a value beyond a limit is cannot be read; leave the cell empty, or decide on one"
        : text[^1] == '%' ? "a number without a sign; the unit belongs into the header, as in 'fat (%)'"
        : !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "a number such as 0.125 or 1.2e-3"
        : text.ContainsAnyInRange('0', '9') ? "a number of at most 3.4e38 in size, what a 32-bit float holds" : "a finite number";

    /// <summary>Leaves out channels that have no value in any row, such as the end of a range that was not measured.</summary>
    /// <returns>What was left out, in words; null for nothing, which is also so when no channel has a value.</returns>
    private static string? WithoutEmpty(Cells cells, List<int> channels, List<double> positions)
    {
        if (cells.RowCount <= FewestRows) return null; // of one spectrum a hole is a hole
        int[] empty = [.. Enumerable.Range(0, channels.Count).Where(c => Enumerable.Range(1, cells.RowCount - 1).All(
            r => cells.ColumnCount(r) > channels[c] && IsMissing(cells.Text(r, channels[c]))))];
        if (empty.Length == 0 || empty.Length == channels.Count) return null;
        string note = FormattableString.Invariant($"{empty.Length} channels from {positions[empty[0]]} to {positions[empty[^1]]} have no ")
            + "value in any row and are left out";
        foreach (int c in empty.Reverse())
        {
            channels.RemoveAt(c);
            positions.RemoveAt(c);
        }
        return note;
    }

    private static void CheckOrder(Cells cells, string[] headers, List<int> channels, List<double> positions)
    {
        for (int c = 2; c < positions.Count; c++)
            if (Math.Sign(positions[c] - positions[c - 1]) != Math.Sign(positions[1] - positions[0]))
                throw Error(cells, 0, channels[c], null, $"position {headers[channels[c]]} after {headers[channels[c - 1]]}",
                    "strictly ascending or strictly descending positions");
        if (positions.Count > 1 && positions[0] == positions[1])
            throw Error(cells, 0, channels[1], null, $"position {headers[channels[1]]} a second time", "distinct positions");
    }

    private static bool IsFilled(Cells cells, int column)
    {
        for (int r = 1; r < cells.RowCount; r++)
            if (cells.ColumnCount(r) <= column || cells.Text(r, column).IsEmpty) return false;
        return true;
    }

    /// <summary>
    /// Whether at least half of a column's filled cells are numbers: such a column is a quantity, and another cell in it a mistake that
    /// must not make the column disappear.
    /// </summary>
    public static bool IsOfNumbers(Cells cells, int column)
    {
        int numbers = 0, filled = 0;
        for (int r = 1; r < cells.RowCount; r++)
        {
            if (cells.ColumnCount(r) <= column || IsMissing(cells.Text(r, column))) continue;
            filled++;
            if (cells.TryNumber(r, column, out _)) numbers++;
        }
        return numbers > 0 && 2 * numbers >= filled;
    }

    private static string Shown(Cells cells, int row, int column)
    {
        string text = cells.Text(row, column).ToString();
        return text.Length == 0 ? "nothing" : FoundText.Quoted(text);
    }

    private static string Listed(IEnumerable<string> headers) =>
        string.Join(", ", headers.Take(12).Select(header => $"'{header}'")) + "…";

    private static InvalidDatasetException Error(Cells cells, int row, int column, string? header, string found, string expected) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"{cells.Source}, {cells.Place(row)}, column {column + 1}{(header is null ? "" : $" ('{header}')")}: found {found}; ")
        + $"expected {expected}.");
}
