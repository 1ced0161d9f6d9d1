using System.Globalization;
using IonSweep.Formats.Tables;

namespace IonSweep.Formats.Instruments;

/// <summary>What was seen in the numbers of lines that tells points from separators.</summary>
[Flags]
internal enum NumberMarks
{
    None = 0,

    /// <summary>A decimal point.</summary>
    Points = 1,

    /// <summary>A decimal comma.</summary>
    Commas = 2,

    /// <summary>A blank behind a comma, which thus separates.</summary>
    Blanks = 4,
}

/// <summary>A line that is nothing but numbers.</summary>
internal static class NumberLine
{
    /// <summary>What may stand between numbers, in the order of trying.</summary>
    public static readonly IReadOnlyList<char> Separators = ['\t', ';', ',', ' '];

    /// <summary>The line as at least two cells, each a number or empty.</summary>
    /// <param name="line">The line.</param>
    /// <param name="separator">What stands between numbers; unless it is a comma, a number may have a decimal comma.</param>
    /// <param name="values">Takes a number for each cell; NaN for an empty one.</param>
    /// <param name="marks">Is joined with what was seen, where the line is one of numbers.</param>
    public static bool TryRead(ReadOnlySpan<char> line, char separator, List<double> values, ref NumberMarks marks)
    {
        values.Clear();
        NumberMarks seen = separator == ',' && line.Contains(", ", StringComparison.Ordinal) ? NumberMarks.Blanks : NumberMarks.None;
        foreach (ReadOnlySpan<char> cell in new LineCells(line, separator))
        {
            double value = double.NaN;
            if (!cell.IsEmpty && !TryNumber(cell, PointOf(separator), out value)) return false;
            values.Add(value);
            if (cell.Contains('.')) seen |= NumberMarks.Points;
            if (cell.Contains(',')) seen |= NumberMarks.Commas;
        }
        if (values.Count < 2) return false;
        marks |= seen;
        return true;
    }

    /// <summary>What may stand before a fraction beside a point.</summary>
    public static char PointOf(char separator) => separator == ',' ? '.' : ',';

    /// <summary>A finite number, with point or comma.</summary>
    public static bool TryNumber(ReadOnlySpan<char> cell, char point, out double value)
    {
        value = double.NaN;
        if (cell.IsEmpty || !(char.IsAsciiDigit(cell[0]) || cell[0] is '-' or '+' or '.' or ',')) return false; // words, most often
        Span<char> room = stackalloc char[DecimalNumber.LongestNumber];
        return double.TryParse(
            DecimalNumber.WithPoint(cell, point, room), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }
}
