using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Instruments;

/// <summary>
/// Which columns are spectra: one, or all where each has a name, or pairs of positions and values, or the result of one measurement where
/// columns say what it was computed of.
/// </summary>
internal static class TraceChoice
{
    /// <summary>The spectra, and a note where the columns hold more.</summary>
    /// <exception cref="InvalidDatasetException">The columns' meaning is not told, or not the wanted one.</exception>
    public static (IReadOnlyList<Trace> Traces, string? Note) Of(
        FileContent file, NumberBlock block, ColumnHeadings headings, InstrumentPreamble preamble, string? wanted)
    {
        int columns = block.Columns;
        if (IsPairs(headings, columns))
            return ([.. Enumerable.Range(0, columns / 2).Select(pair => PairOf(headings, 2 * pair))], null);
        if (columns == 2) return ([new Trace(0, headings.Of(0), 1, NameOf(headings, 1), headings.Of(1))], null);
        if (preamble.StatedColumns(headings, columns) is { } stated) return Chosen(file, block, [0], stated.Words, stated.Result, wanted);
        if (headings.Kinds is null)
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"{file.Name}, line {block.First.Number}: found {columns} columns of numbers without headings; expected a line above them ")
                + "that begins with the axis, such as 'Wavelength (nm)', and names each spectrum. Add it, or keep two columns.");
        string[] words = [.. Enumerable.Range(0, columns).Select(headings.Of)];
        int[] axes = [.. Enumerable.Range(0, columns).Where(c => c == 0 || IsFurtherAxis(headings.Of(c)))];
        string?[] kinds = [.. Enumerable.Range(0, columns).Select(c => axes.Contains(c) ? null : ColumnKind.Of(words[c]))];
        int[] values = [.. Enumerable.Range(0, columns).Except(axes)];
        string[] names = [.. values.Select(c => headings.Names?[c] ?? headings.Kinds[c])];
        bool named = names.All(name => name.Length > 0) && (names.Distinct().Count() == names.Length || headings.Names is not null);
        if (axes.Length == 1 && wanted is null && values.Length > 0 && named && values.Select(c => kinds[c]).Distinct().Count() == 1)
            return ([.. values.Select((c, v) => new Trace(0, words[0], c, names[v], kinds[c] is null ? UnitAbove(c) : words[c]))], null);
        if (wanted is null && values.All(c => kinds[c] is null))
            throw Doubtful(file, block, words, values, "each a name of its own");
        return Chosen(file, block, axes, words, null, wanted);

        string UnitAbove(int column) => headings.Names is null ? "" : headings.Kinds[column]; // a name such as A is none
    }

    /// <summary>Whether columns are positions and values in turn, and their headings say so.</summary>
    public static bool IsPairs(ColumnHeadings headings, int columns) => headings.Kinds is { } kinds && columns >= 4 && columns % 2 == 0
        && kinds.Index().All(kind => InstrumentWords.IsAxis(kind.Item) == (kind.Index % 2 == 0)
            && (kind.Index % 2 == 1 || InstrumentWords.UnitOf(kind.Item) == InstrumentWords.UnitOf(kinds[0])));

    /// <summary>The column that is wanted, or the first of the results; axes are wavelengths unless there is a Raman shift.</summary>
    private static (IReadOnlyList<Trace>, string?) Chosen(
        FileContent file, NumberBlock block, int[] axes, IReadOnlyList<string> words, string? usual, string? wanted)
    {
        int[] values = [.. Enumerable.Range(0, block.Columns).Except(axes)];
        int shift = axes.FirstOrDefault(c => InstrumentWords.UnitOf(words[c]) == AxisUnit.RamanShift, -1);
        int axis = shift >= 0 ? shift : axes.FirstOrDefault(
            c => InstrumentWords.Folded(words[c]).StartsWith("wavelength", StringComparison.Ordinal), axes[0]);
        int[] found = wanted is not null ? [.. values.Where(c => Names(words[c], wanted))]
            : usual is not null ? [.. values.Where(c => words[c] == usual).Take(1)]
            : (shift >= 0 ? ColumnKind.Results.Reverse() : ColumnKind.Results)
                .Select(kind => values.Where(c => ColumnKind.Of(words[c]) == kind).ToArray()).FirstOrDefault(some => some.Length > 0, []);
        if (found.Length != 1)
            throw Doubtful(file, block, words, values,
                wanted is null ? "one result; choose a column with --spectrum" : $"one that --spectrum {wanted} names");
        string[] others = [.. values.Where(c => c != found[0]).Select(c => $"'{words[c]}'")];
        string note = $"'{words[found[0]]}' was read; also there: {string.Join(", ", others)} (choose with --spectrum)";
        return ([new Trace(axis, words[axis], found[0], null, words[found[0]])], others.Length == 0 ? null : note);
    }

    private static Trace PairOf(ColumnHeadings headings, int axis)
    {
        string? name = headings.Names?[axis];
        return new Trace(axis, headings.Kinds![axis], axis + 1, name is { Length: > 0 } ? name : null, headings.Kinds[axis + 1]);
    }

    private static string? NameOf(ColumnHeadings headings, int column)
    {
        if (headings.Names is { } names && names[0].Length > 0 && !InstrumentWords.IsAxis(names[0])) return names[0]; // of a pair
        string? name = headings.Names?[column] ?? headings.Kinds?[column];
        return name is null || InstrumentWords.IsMeasure(name) ? null : name;
    }

    private static bool IsFurtherAxis(string heading) =>
        InstrumentWords.Folded(heading) is var folded && (folded is "pixel" or "pixels"
            || folded.StartsWith("wavelength", StringComparison.Ordinal) || folded.StartsWith("wavenumber", StringComparison.Ordinal)
            || folded.StartsWith("ramanshift", StringComparison.Ordinal));

    private static bool Names(string words, string wanted) =>
        words.Equals(wanted, StringComparison.OrdinalIgnoreCase) || wanted.Equals(ColumnKind.Of(words), StringComparison.OrdinalIgnoreCase);

    private static InvalidDatasetException Doubtful(
        FileContent file, NumberBlock block, IReadOnlyList<string> words, int[] values, string expected) => new(
        FormattableString.Invariant($"{file.Name}, line {block.Words.Select(line => line.Number).LastOrDefault(1)}: found the columns ")
        + $"{string.Join(", ", values.Take(12).Select(c => $"'{words[c]}'"))}; expected {expected}.");
}
