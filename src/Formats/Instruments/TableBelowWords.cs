namespace IonSweep.Formats.Instruments;

/// <summary>A table of spectra in rows whose header of positions does not stand in the first line but below words.</summary>
/// <param name="Words">The lines above, one or more.</param>
/// <param name="Header">The header.</param>
internal sealed record TableBelowWords(IReadOnlyList<TextLine> Words, TextLine Header)
{
    private const int FewestPositions = 8;

    /// <summary>The table of a text.</summary>
    /// <param name="text">The text, or its start.</param>
    /// <returns>Null for a text without one, and for a table whose header is the first line.</returns>
    public static TableBelowWords? Find(string text)
    {
        List<TextLine> words = [];
        (TextLine Line, char Separator, int Cells)? header = null;
        foreach (TextLine line in TextLine.Of(text))
        {
            if (header is var (above, separator, cells))
                return words.Count > 0 && LineCells.Of(line.Text, separator).Count == cells ? new TableBelowWords(words, above) : null;
            header = HeaderOf(line);
            if (header is null) words.Add(line);
            if (words.Count > NumberBlock.MostWords) return null;
        }
        return null;
    }

    private static (TextLine, char, int)? HeaderOf(TextLine line)
    {
        foreach (char separator in "\t;,")
        {
            if (line.Text.Count(separator) < FewestPositions) continue;
            List<string> cells = LineCells.Of(line.Text, separator);
            double[] positions = [.. cells.Select(cell => NumberLine.TryNumber(cell, NumberLine.PointOf(separator), out double at) ? at
                : double.NaN).SkipWhile(double.IsNaN)];
            if (positions.Length < FewestPositions || positions.Length == cells.Count || InstrumentWords.IsAxis(cells[0])) continue;
            double sign = positions[1] - positions[0];
            if (Enumerable.Range(1, positions.Length - 1).All(c => (positions[c] - positions[c - 1]) * sign > 0))
                return (line, separator, cells.Count);
        }
        return null;
    }
}
