using System.Globalization;
using System.Text;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;

namespace IonSweep.Formats.Text;

/// <summary>
/// Cells of delimited text. The delimiter is the one of tab, semicolon and comma that the lines have in common; after tabs and semicolons a
/// comma between digits is a decimal comma. Quotes as in RFC 4180; lines that begin with '#' are comments.
/// </summary>
internal sealed class DelimitedCells : Cells
{
    private const int LongestNumber = 64;

    private readonly string _text;
    private readonly bool _decimalComma;
    private readonly List<int> _starts = [], _lengths = [], _rows = [0], _lines = []; // of cells; first cell and line of each row
    private readonly List<string> _unquoted = []; // cells with doubled quotes: length is −1 − index

    public DelimitedCells(string source, string text)
    {
        (Source, _text) = (source, text);
        char delimiter = DelimiterOf(text);
        _decimalComma = delimiter != ',' && HasDecimalComma(text);
        Split(delimiter);
    }

    public override string Source { get; }

    public override int RowCount => _rows.Count - 1;

    /// <summary>Comment lines, without the mark.</summary>
    public List<string> Comments { get; } = [];

    public override int ColumnCount(int row) => _rows[row + 1] - _rows[row];

    public override string Place(int row) => FormattableString.Invariant($"line {_lines[row]}");

    public override ReadOnlySpan<char> Text(int row, int column)
    {
        int cell = _rows[row] + column;
        return _lengths[cell] < 0 ? _unquoted[-1 - _lengths[cell]].AsSpan().Trim() : _text.AsSpan(_starts[cell], _lengths[cell]).Trim();
    }

    public override bool TryNumber(int row, int column, out float value)
    {
        if (_decimalComma) return TryDecimalComma(Text(row, column), out value);
        return float.TryParse(Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    public override bool TryPosition(int row, int column, out double value)
    {
        Span<char> point = stackalloc char[LongestNumber];
        return double.TryParse(Point(Text(row, column), point), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private bool TryDecimalComma(ReadOnlySpan<char> text, out float value)
    {
        Span<char> point = stackalloc char[LongestNumber];
        return float.TryParse(Point(text, point), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    /// <summary>The text with a decimal point; empty where it has both a comma and a point.</summary>
    private ReadOnlySpan<char> Point(ReadOnlySpan<char> text, Span<char> room)
    {
        if (!_decimalComma || !text.Contains(',')) return text;
        if (text.Length > room.Length || text.Contains('.')) return "";
        text.Replace(room, ',', '.');
        return room[..text.Length];
    }

    private static char DelimiterOf(string text)
    {
        Span<int> counts = stackalloc int[3];
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan(0, Math.Min(text.Length, 1 << 16)).EnumerateLines())
        {
            if (line.Trim().IsEmpty || line[0] == '#') continue;
            counts[0] += line.Count('\t') > 0 ? 1 : 0;
            counts[1] += line.Count(';') > 0 ? 1 : 0;
            counts[2] += line.Count(',') > 0 ? 1 : 0;
            if (++lines == 32) break;
        }
        return counts[0] > 0 && counts[0] >= lines - 1 ? '\t' : counts[1] > 0 && counts[1] >= lines - 1 ? ';' : ',';
    }

    private static bool HasDecimalComma(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, 1 << 18));
        for (int i = 1; i + 1 < start.Length; i++)
            if (start[i] == ',' && char.IsAsciiDigit(start[i - 1]) && char.IsAsciiDigit(start[i + 1])) return true;
        return false;
    }

    private void Split(char delimiter)
    {
        int at = 0, line = 1;
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
            if (_text[at] is '\r' or '\n' && _starts.Count == _rows[^1])
            {
                at = Next(at);
                line++;
                continue;
            }
            _lines.Add(line);
            at = SplitRow(at, delimiter, ref line);
            _rows.Add(_starts.Count);
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
        _starts.Add(start);
        _lengths.Add(length);
    }

    private int EndOfLine(int at) => _text.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var length ? at + length : _text.Length;

    private int Next(int end) => end + 1 < _text.Length && _text[end] == '\r' && _text[end + 1] == '\n' ? end + 2 : end + 1;
}
