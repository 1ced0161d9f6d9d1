namespace IonSweep.Formats.Instruments;

/// <summary>The cells of a line, without blanks and quotation marks around them. Runs of blanks are one separator.</summary>
internal ref struct LineCells(ReadOnlySpan<char> line, char separator)
{
    private ReadOnlySpan<char> _rest = separator == ' ' ? line.Trim() : line;
    private bool _ended;

    public ReadOnlySpan<char> Current { get; private set; } = default;

    /// <summary>All cells as texts.</summary>
    public static List<string> Of(ReadOnlySpan<char> line, char separator)
    {
        List<string> cells = [];
        foreach (ReadOnlySpan<char> cell in new LineCells(line, separator)) cells.Add(cell.ToString());
        return cells;
    }

    public readonly LineCells GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_ended) return false;
        int end = separator == ' ' ? _rest.IndexOfAny(' ', '\t') : _rest.IndexOf(separator);
        _ended = end < 0;
        ReadOnlySpan<char> cell = (_ended ? _rest : _rest[..end]).Trim();
        Current = cell.Length > 1 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Trim() : cell;
        if (!_ended) _rest = separator == ' ' ? _rest[end..].TrimStart() : _rest[(end + 1)..];
        return true;
    }
}
