namespace IonSweep.Formats.Instruments;

/// <summary>Where the numbers of an instrument's text stand: its first ten or more lines in succession of equally many numbers.</summary>
internal sealed record NumberBlock
{
    /// <summary>Fewer lines are settings or a table of peaks.</summary>
    public const int FewestRows = 10;

    /// <summary>Lines; no preamble is longer.</summary>
    public const int MostWords = 500;

    /// <summary>The lines before the numbers.</summary>
    public required IReadOnlyList<TextLine> Words { get; init; }

    /// <summary>The first line of numbers.</summary>
    public required TextLine First { get; init; }

    /// <summary>The last line of numbers.</summary>
    public required TextLine Last { get; init; }

    /// <summary>The line behind the last; null at the end of the text.</summary>
    public TextLine? Behind { get; init; }

    /// <summary>Lines of numbers.</summary>
    public required int Rows { get; init; }

    /// <summary>Cells of a line.</summary>
    public required int Cells { get; init; }

    /// <summary>Cells of a line up to the last one in which any line has a number.</summary>
    public required int Columns { get; init; }

    /// <summary>What stands between the numbers.</summary>
    public required char Separator { get; init; }

    /// <summary>Points, commas and blanks among them.</summary>
    public required NumberMarks Marks { get; init; }

    /// <summary>The lines of numbers.</summary>
    public IEnumerable<TextLine> Lines => TextLine.Of(First.Source, First.Start, First.Number).Take(Rows);

    /// <summary>The block of a text.</summary>
    /// <param name="text">The text, or its start.</param>
    /// <param name="start">Where it is looked for.</param>
    /// <param name="number">Number of the line there.</param>
    /// <param name="isTable">
    /// Tells a first line behind comments, of the cells and the separator of the numbers right below, that is a table's header: there is no
    /// block then.
    /// </param>
    /// <returns>Null for a text without one.</returns>
    public static NumberBlock? Find(string text, int start = 0, int number = 1, Func<TextLine, int, char, bool>? isTable = null)
    {
        List<TextLine> words = [], run = [];
        List<double> row = [];
        char separator = ' ';
        int rows = 0, cells = 0, columns = 0;
        NumberMarks marks = NumberMarks.None;
        TextLine last = default;
        foreach (TextLine line in TextLine.Of(text, start, number))
        {
            if (rows > 0)
            {
                if (NumberLine.TryRead(line.Text, separator, row, ref marks) && row.Count == cells && LastNumber(row) > 0)
                {
                    if (rows < FewestRows) run.Add(line);
                    rows++;
                    (last, columns) = (line, Math.Max(columns, LastNumber(row) + 1));
                    continue;
                }
                if (rows >= FewestRows) return Found(line);
                words.AddRange(run); // numbers among the settings
                rows = 0;
                run.Clear();
            }
            if (words.Count > MostWords) return null;
            if (SeparatorOf(line, row, ref marks) is { } found)
            {
                (separator, rows, cells, columns, last) = (found, 1, row.Count, LastNumber(row) + 1, line);
                run.Add(line);
                if (words is [.. var comments, var first] && comments.TrueForAll(comment => comment.Text[0] == '#')
                    && isTable?.Invoke(first, cells, separator) == true) return null;
            }
            else words.Add(line);
        }
        return rows >= FewestRows ? Found(null) : null;

        NumberBlock Found(TextLine? behind) => new()
        {
            Words = words,
            First = run[0],
            Last = last,
            Behind = behind,
            Rows = rows,
            Cells = cells,
            Columns = columns,
            Separator = separator,
            Marks = marks,
        };
    }

    /// <summary>What separates the numbers of a first line: a position first, and a value behind it.</summary>
    private static char? SeparatorOf(TextLine line, List<double> row, ref NumberMarks marks)
    {
        foreach (char separator in NumberLine.Separators)
        {
            marks = NumberMarks.None;
            if (NumberLine.TryRead(line.Text, separator, row, ref marks) && !double.IsNaN(row[0]) && LastNumber(row) > 0) return separator;
        }
        return null;
    }

    /// <summary>Index of the last number; −1 without one.</summary>
    private static int LastNumber(List<double> row) => row.FindLastIndex(value => !double.IsNaN(value));
}
