namespace IonSweep.Formats.Instruments;

/// <summary>A line of a text that is not blank.</summary>
/// <param name="Source">The whole text.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Characters, without the line's end.</param>
/// <param name="Number">From 1, as an editor counts.</param>
internal readonly record struct TextLine(string Source, int Start, int Length, int Number)
{
    /// <summary>What stands on it, blanks and tabs at its ends included: they may be empty cells.</summary>
    public ReadOnlySpan<char> Text => Source.AsSpan(Start, Length);

    /// <summary>The lines of a text that are not blank, one after the other and never all at once.</summary>
    public static IEnumerable<TextLine> Of(string text, int start = 0, int number = 1)
    {
        while (start < text.Length)
        {
            int length = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0) length = text.Length - start;
            if (!text.AsSpan(start, length).IsWhiteSpace()) yield return new TextLine(text, start, length, number);
            start += length;
            start += start + 1 < text.Length && text[start] == '\r' && text[start + 1] == '\n' ? 2 : 1;
            number++;
        }
    }
}
