using IonSweep.Formats.Tables;

namespace IonSweep.Formats.Instruments;

/// <summary>
/// The headings of the columns: a line of as many cells right above the numbers that begins with the name or the unit of an axis, and a
/// line of names above it where there is one.
/// </summary>
/// <param name="Names">A name a column, from the upper of two lines; null with one line.</param>
/// <param name="Kinds">What a column is, from the line above the numbers; null without one.</param>
/// <param name="Lines">Lines of the text that are headings: 0, 1 or 2.</param>
internal sealed record ColumnHeadings(IReadOnlyList<string>? Names, IReadOnlyList<string>? Kinds, int Lines)
{
    private const int ChannelsOfARun = 8; // as X4000, X3998, …

    /// <summary>The headings above a block of numbers.</summary>
    public static ColumnHeadings Of(NumberBlock block)
    {
        IReadOnlyList<TextLine> words = block.Words;
        if (words.Count == 0 || CellsOf(words[^1], block) is not { } kinds || !InstrumentWords.IsAxis(kinds[0])
            || kinds is [_, var only] && NumberLine.TryNumber(only, NumberLine.PointOf(block.Separator), out _)) // a setting
            return new ColumnHeadings(null, null, 0);
        if (words.Count > 1 && CellsOf(words[^2], block) is { } names && (IsOfAxes(names) || IsOfPairs(names, block.Behind)))
            return new ColumnHeadings(names, kinds, 2);
        return new ColumnHeadings(null, kinds, 1);
    }

    /// <summary>Names such as <c>S001</c>, by which a table's header would be taken for positions.</summary>
    public bool LookLikePositions => Kinds?.Skip(1).Count(kind => AxisHeader.Parse(kind) is not null) > 2;

    /// <summary>All that is said of a column.</summary>
    public string Of(int column) => $"{Names?[column]} {Kinds?[column]}".Trim();

    /// <summary>Whether a line of words and numbers is a header of positions, below which spectra stand in rows.</summary>
    public static bool IsOfPositions(TextLine line, int cells, char separator)
    {
        List<string> found = LineCells.Of(line.Text, separator);
        return found.Count == cells && cells > 2 && !InstrumentWords.IsAxis(found[0])
            && (found.Skip(1).Count(cell => NumberLine.TryNumber(cell, NumberLine.PointOf(separator), out _)) > 1
                || found.Count(cell => AxisHeader.Parse(cell) is not null) >= ChannelsOfARun);
    }

    private static bool IsOfAxes(List<string> names) => names[0].Length == 0 || InstrumentWords.IsAxis(names[0]);

    /// <summary>A name for each pair of columns. That of a single pair could be a setting, unless the log behind begins with it.</summary>
    private static bool IsOfPairs(List<string> names, TextLine? behind) => names.Count % 2 == 0
        && (names.Count > 2 || behind is { } log && log.Text.Trim(", \t").Equals(names[0], StringComparison.Ordinal))
        && !names.Where((name, c) => name.Length == 0 != (c % 2 == 1)).Any();

    private static List<string>? CellsOf(TextLine line, NumberBlock block)
    {
        ReadOnlySpan<char> text = line.Text.TrimStart(" #;%/");
        List<string> cells = LineCells.Of(text, block.Separator);
        if (cells.Count != block.Cells && block.Separator is '\t' or ' ') cells = [.. cells.Where(cell => cell.Length > 0)];
        if (cells.Count != block.Cells && block.Separator == ' ') cells = Spaced(text.ToString());
        if (cells.Count > block.Cells || cells.Count < block.Columns) return null;
        return [.. cells.Take(block.Columns).Select(cell => cell.TrimStart('#').Trim())];
    }

    /// <summary>Cells of more than one word, which more than one blank separates.</summary>
    private static List<string> Spaced(string text) =>
        [.. text.Split(["  ", "\t"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
