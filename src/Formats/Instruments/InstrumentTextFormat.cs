using System.Runtime.InteropServices;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Instruments;

/// <summary>
/// What the programs of spectrometers export as text: words and settings, then columns of numbers, then perhaps a log; or words above a
/// table of spectra in rows. Tables that the reader of delimited text understands are left to it.
/// </summary>
internal sealed class InstrumentTextFormat : IDatasetFormat
{
    private const int Looked = 1 << 18; // bytes of a file's start; preambles are shorter

    private const int FirstBytes = 4096; // by which text is told

    private static readonly DelimitedTextFormat Tables = new();

    public string Slug => "instrument-text";

    public string Description => "instruments' text (words and settings, then columns of numbers)";

    public IReadOnlyList<string> Extensions => [".txt", ".asc", ".csv", ".sig", ".sed"];

    public bool Recognises(FileContent file)
    {
        if (!IsText(file.Bytes.Span)) return false;
        string start = StartOf(file.Bytes.Span);
        if (TableBelowWords.Find(start) is { } table)
            return table.Words.All(IsComment) ? InstrumentPreamble.Of(file, table) is { StatedUnit: not null, Remarks.Axis: null }
                : !IsTable(file);
        if (NumberBlock.Find(start, isTable: ColumnHeadings.IsOfPositions) is not { } block) return false;
        ColumnHeadings headings = ColumnHeadings.Of(block);
        // A table would take the second line's units for names, or positions for spectra.
        if (headings.Lines == 2 || TraceChoice.IsPairs(headings, block.Columns)) return true;
        TextLine[] words = [.. block.Words.Take(block.Words.Count - headings.Lines)];
        bool hasLog = block.Behind is { } behind && file.Bytes.Length <= Looked && !StartsWithNumber(behind, block.Separator);
        // Behind comments alone a table of two columns has no heading that could name its axis.
        if (block.Words.Count > 0 && block.Words.All(IsComment) && block.Columns == 2)
            return CsvRemarks.Parse(words.Select(line => line.Text[1..].ToString())).Axis is null || !IsTable(file);
        if (words.Length == 0 && !headings.LookLikePositions && !hasLog) return false;
        bool isBare = words.All(IsComment);
        if (IsTable(file)) return !isBare && IsRead(this, file);
        return !isBare || hasLog || IsRead(this, file);
    }

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        string text = TextEncoding.Decode(file.Bytes.Span);
        if (TableBelowWords.Find(text) is { } table) return [ReadTable(file, text, table, options)];
        NumberBlock block = NumberBlock.Find(text) ?? throw new InvalidDatasetException(
            $"{file.Name}: found no {NumberBlock.FewestRows} lines of numbers in succession; expected positions and values in columns.");
        CheckAround(file, block);
        ColumnHeadings headings = ColumnHeadings.Of(block);
        InstrumentPreamble preamble = InstrumentPreamble.Of(file, block, headings);
        CheckCommas(file, block, headings);
        (IReadOnlyList<Trace> traces, string? chosen) = TraceChoice.Of(file, block, headings, preamble, options.Spectrum);
        TraceReader reader = new(file, block, traces);
        reader.Read();
        preamble.Check(block, reader.Positions[0]);
        Ordinate[] ordinates =
            [.. traces.Select((trace, s) => preamble.OrdinateOf(trace.Words, CollectionsMarshal.AsSpan(reader.Values[s])))];
        List<SpectraBlock> blocks = [];
        bool[] done = new bool[traces.Count];
        for (int first = 0; first < traces.Count; first++)
        {
            if (done[first]) continue;
            int[] alike = [.. Enumerable.Range(first, traces.Count - first).Where(s => !done[s] && IsAlike(first, s))];
            foreach (int s in alike) done[s] = true;
            (AxisUnit unit, string? taken) = preamble.UnitOf(traces[first].AxisWords, reader.Positions[first]);
            blocks.Add(new SpectraBlock
            {
                Axis = new SpectralAxis(unit, reader.Positions[first]),
                Ordinate = ordinates[first],
                Spectra = Joined([.. alike.Select(s => reader.Values[s])]),
                SampleIds = NamesOf([.. alike.Select(s => traces[s])], preamble.Sample),
                Note = chosen is null ? taken : taken is null ? chosen : $"{chosen}; {taken}",
            });
        }
        return blocks;

        bool IsAlike(int first, int s) => ordinates[s] == ordinates[first] && (ReferenceEquals(reader.Positions[s], reader.Positions[first])
            || reader.Positions[s].SequenceEqual(reader.Positions[first]));
    }

    private static float[] Joined(List<float>[] spectra)
    {
        float[] joined = new float[spectra.Sum(spectrum => spectrum.Count)];
        int at = 0;
        foreach (List<float> spectrum in spectra)
        {
            spectrum.CopyTo(joined, at);
            at += spectrum.Count;
        }
        return joined;
    }

    private static SpectraBlock ReadTable(FileContent file, string text, TableBelowWords table, ReadingOptions options)
    {
        InstrumentPreamble preamble = InstrumentPreamble.Of(file, table);
        DelimitedCells cells = new(file.Name, text, table.Header.Start, table.Header.Number);
        SpectraBlock block = TableLayout.Read(cells, options, preamble.StatedUnit);
        return block with { Ordinate = preamble.OrdinateOf("", block.Spectra), SimulatedBy = preamble.Remarks.SimulatedBy };
    }

    /// <summary>Names above columns; for one spectrum the sample that a line of the preamble names comes first.</summary>
    private static IReadOnlyList<string>? NamesOf(Trace[] traces, string? sample)
    {
        if (traces.Length == 1 && sample is not null) return [sample];
        return traces.All(trace => trace.Name is not null) ? [.. traces.Select(trace => trace.Name!)] : null;
    }

    /// <summary>Numbers that the block does not hold must not be lost in silence.</summary>
    private static void CheckAround(FileContent file, NumberBlock block)
    {
        if (block.Words.Count > 0 && block.Words[^1] is var above && above.Number == block.First.Number - 1
            && StartsWithNumber(above, block.Separator) && LineCells.Of(above.Text, block.Separator).Count == block.Cells)
            throw Interrupted(file, above, block);
        if (block.Behind is not { } behind) return;
        if (behind.Number == block.Last.Number + 1 && StartsWithNumber(behind, block.Separator)) throw Interrupted(file, behind, block);
        List<double> row = [], first = [], last = [];
        NumberMarks marks = NumberMarks.None;
        _ = NumberLine.TryRead(block.First.Text, block.Separator, first, ref marks);
        _ = NumberLine.TryRead(block.Last.Text, block.Separator, last, ref marks);
        foreach (TextLine line in TextLine.Of(behind.Source, behind.Start, behind.Number))
            if (NumberLine.TryRead(line.Text, block.Separator, row, ref marks) && row.Count == block.Cells
                && (row[0] - last[0]) * (last[0] - first[0]) > 0) throw Interrupted(file, behind, block);
        if (NumberBlock.Find(behind.Source, behind.Start, behind.Number) is { } second)
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"{file.Name}, line {second.First.Number}: found a second block of {second.Rows} lines of numbers ")
                + "behind the first; expected one. Export each spectrum into a file of its own.");
    }

    private static InvalidDatasetException Interrupted(FileContent file, TextLine line, NumberBlock block)
    {
        string found = FoundText.Quoted(line.Text.Trim().ToString());
        return new InvalidDatasetException(FormattableString.Invariant(
            $"{file.Name}, line {line.Number}: found {found} among the numbers; expected ")
            + FormattableString.Invariant($"{block.Columns} numbers, as in line {block.First.Number}."));
    }

    /// <summary>A comma is a decimal comma or a separator; where nothing tells which, no number can be trusted.</summary>
    private static void CheckCommas(FileContent file, NumberBlock block, ColumnHeadings headings)
    {
        bool doubtful = block.Separator == ',' ? block.Marks == NumberMarks.None && headings.Lines == 0
            : block.Marks.HasFlag(NumberMarks.Points | NumberMarks.Commas);
        if (!doubtful) return;
        throw new InvalidDatasetException(FormattableString.Invariant(
            $"{file.Name}, line {block.First.Number}: found commas that may be decimal commas, thousands or separators, as in ")
            + FoundText.Quoted(block.First.Text.Trim().ToString())
            + "; expected decimal points, or decimal commas with semicolons or tabs.");
    }

    private static bool StartsWithNumber(TextLine line, char separator)
    {
        foreach (ReadOnlySpan<char> cell in new LineCells(line.Text, separator))
            return NumberLine.TryNumber(cell, NumberLine.PointOf(separator), out _);
        return false;
    }

    private static bool IsComment(TextLine line) => line.Text[0] == '#';

    private static bool IsTable(FileContent file) => TextEncoding.IsText(file.Bytes.Span) && IsRead(Tables, file);

    private static bool IsRead(IDatasetFormat format, FileContent file)
    {
        try
        {
            return format.Read(file, ReadingOptions.Default).Count > 0;
        }
        catch (InvalidDatasetException)
        {
            return false;
        }
    }

    /// <summary>Text, in which some programs leave zero bytes behind names.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) => TextEncoding.IsText(bytes)
        || bytes[..Math.Min(bytes.Length, FirstBytes)] is var start && start.Count((byte)0) is > 0 and <= FirstBytes / 64
            && TextEncoding.IsText(start.ToArray().Where(one => one != 0).ToArray());

    /// <summary>The start of a file as text, cut at the end of a line.</summary>
    private static string StartOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Looked) return TextEncoding.Decode(bytes);
        bytes = bytes[..Looked];
        return TextEncoding.Decode(bytes.LastIndexOf((byte)'\n') is > 0 and var end ? bytes[..end] : bytes);
    }
}
