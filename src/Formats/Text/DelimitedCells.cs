using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;

namespace IonSweep.Formats.Text;

/// <summary>
/// Cells of delimited text. The delimiter is the one of tab, semicolon and comma that the lines have in common, or blanks; after all but
/// commas a comma between digits is a decimal comma. Quotes as in RFC 4180; lines that begin with '#' are comments.
/// </summary>
internal sealed class DelimitedCells : Cells
{
    private readonly string _text;
    private readonly char _point;
    private readonly List<int> _rows = [0], _lines = []; // first cell and line of each row
    private readonly List<string> _unquoted = []; // cells with doubled quotes: length is −1 − index
    private (int Start, int Length)[] _cells = [];
    private int _count;

    /// <param name="source">File name, for messages.</param>
    /// <param name="text">The file.</param>
    /// <param name="start">Where the table begins.</param>
    /// <param name="line">Number of the line there.</param>
    public DelimitedCells(string source, string text, int start = 0, int line = 1)
    {
        ReadOnlySpan<char> table = text.AsSpan(start);
        char delimiter = DelimiterOf(table);
        if (delimiter == ',' && start == 0 && SpacedText.Is(text))
        {
            (text, delimiter) = (SpacedText.WithTabs(text), '\t');
            table = text;
        }
        (Source, _text) = (source, text);
        _point = delimiter != ',' && HasDecimalComma(table) ? ',' : '.';
        if (table.Contains('"')) Split(delimiter, start, line);
        else SplitLines(delimiter, start, line);
    }

    public override string Source { get; }

    public override int RowCount => _rows.Count - 1;

    /// <summary>Comment lines, without the mark.</summary>
    public List<string> Comments { get; } = [];

    public override int ColumnCount(int row) => _rows[row + 1] - _rows[row];

    public override string Place(int row) => FormattableString.Invariant($"line {_lines[row]}");

    public override ReadOnlySpan<char> Text(int row, int column)
    {
        if (column >= ColumnCount(row)) throw new ArgumentOutOfRangeException(nameof(column));
        (int start, int length) = _cells[_rows[row] + column];
        return length < 0 ? _unquoted[-1 - length].AsSpan().Trim() : _text.AsSpan(start, length).Trim();
    }

    public override bool TryNumber(int row, int column, out float value) => DecimalNumber.TryParse(Text(row, column), _point, out value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a file is over before the runtime would optimise it
    public override int ReadNumbers(int row, ReadOnlySpan<int> columns, Span<float> values)
    {
        for (int c = 0; c < columns.Length; c++)
            if (!DecimalNumber.TryParse(Text(row, columns[c]), _point, out values[c])) return c;
        return columns.Length;
    }

    public override bool TryPosition(int row, int column, out double value)
    {
        Span<char> room = stackalloc char[DecimalNumber.LongestNumber];
        return double.TryParse(
            DecimalNumber.WithPoint(Text(row, column), _point, room), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static char DelimiterOf(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[3];
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text[..Math.Min(text.Length, 1 << 16)].EnumerateLines())
        {
            if (line.Trim().IsEmpty || line[0] == '#') continue;
            counts[0] += line.Count('\t') > 0 ? 1 : 0;
            counts[1] += line.Count(';') > 0 ? 1 : 0;
            counts[2] += line.Count(',') > 0 ? 1 : 0;
            if (++lines == 32) break;
        }
        int needed = lines < 3 ? lines : lines - 1; // of several lines one may be a title
        return counts[0] > 0 && counts[0] >= needed ? '\t' : counts[1] > 0 && counts[1] >= needed ? ';' : ',';
    }

    private static bool HasDecimalComma(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> start = text[..Math.Min(text.Length, 1 << 18)];
        for (int i = 1; i + 1 < start.Length; i++)
            if (start[i] == ',' && char.IsAsciiDigit(start[i - 1]) && char.IsAsciiDigit(start[i + 1])) return true;
        return false;
    }

    // Without quotes a row is a line and its cells can be counted before they are looked for, so rows are split on all processors.
    private void SplitLines(char delimiter, int at, int first)
    {
        int line = first - 1;
        List<int> starts = [], lengths = [];
        while (at < _text.Length)
        {
            int end = EndOfLine(at);
            line++;
            if (_text[at] == '#') Comments.Add(_text[(at + 1)..end].Trim());
            else if (end > at)
            {
                _lines.Add(line);
                starts.Add(at);
                lengths.Add(end - at);
                _rows.Add(_rows[^1] + 1 + _text.AsSpan(at, end - at).Count(delimiter));
            }
            at = Next(end);
        }
        _cells = new (int, int)[_rows[^1]];
        Rows.ForEach(starts.Count, _cells.Length, row => SplitLine(starts[row], lengths[row], delimiter, _rows[row]));
    }

    // Cells are short: looking at each character costs less than starting a vectorised search a cell.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a file is over before the runtime would optimise it
    private void SplitLine(int at, int length, char delimiter, int cell)
    {
        ReadOnlySpan<char> line = _text.AsSpan(at, length);
        Span<(int, int)> cells = _cells;
        int start = 0;
        for (int c = 0; c < line.Length; c++)
        {
            if (line[c] != delimiter) continue;
            cells[cell++] = (at + start, c - start);
            start = c + 1;
        }
        cells[cell] = (at + start, line.Length - start);
    }

    private void Split(char delimiter, int at, int line)
    {
        while (at < _text.Length)
        {
            if (_text[at] == '#')
            {
                int end = EndOfLine(at);
                Comments.Add(_text[(at + 1)..end].Trim());
                at = Next(end);
                line++;
                continue;
            }
            if (_text[at] is '\r' or '\n' && _count == _rows[^1])
            {
                at = Next(at);
                line++;
                continue;
            }
            _lines.Add(line);
            at = SplitRow(at, delimiter, ref line);
            _rows.Add(_count);
        }
    }

    private int SplitRow(int at, char delimiter, ref int line)
    {
        while (true)
        {
            at = at < _text.Length && _text[at] == '"' ? Quoted(at, ref line) : Plain(at, delimiter);
            if (at >= _text.Length) return at;
            if (_text[at] == delimiter)
            {
                at++;
                if (at < _text.Length) continue;
                Add(at, 0); // the file ends with a delimiter
                return at;
            }
            line++;
            return Next(at);
        }
    }

    private int Plain(int at, char delimiter)
    {
        int length = _text.AsSpan(at).IndexOfAny(delimiter, '\r', '\n');
        if (length < 0) length = _text.Length - at;
        Add(at, length);
        return at + length;
    }

    private int Quoted(int at, ref int line)
    {
        int opened = line, start = at + 1, end = start;
        bool doubled = false;
        while (true)
        {
            if (end >= _text.Length)
                throw new InvalidDatasetException(FormattableString.Invariant(
                    $"{Source}, line {opened}: a quotation mark is opened and never closed; expected a second one."));
            if (_text[end] == '\n') line++;
            if (_text[end] != '"') end++;
            else if (end + 1 < _text.Length && _text[end + 1] == '"') (end, doubled) = (end + 2, true);
            else break;
        }
        if (!doubled) Add(start, end - start);
        else
        {
            Add(start, -1 - _unquoted.Count);
            _unquoted.Add(_text[start..end].Replace("\"\"", "\"", StringComparison.Ordinal));
        }
        at = end + 1;
        while (at < _text.Length && _text[at] is ' ') at++;
        return at;
    }

    private void Add(int start, int length)
    {
        if (_count == _cells.Length) Array.Resize(ref _cells, Math.Max(256, 2 * _cells.Length));
        _cells[_count++] = (start, length);
    }

    private int EndOfLine(int at) => _text.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var length ? at + length : _text.Length;

    private int Next(int end) => end + 1 < _text.Length && _text[end] == '\r' && _text[end + 1] == '\n' ? end + 2 : end + 1;
}
