using System.Globalization;
using System.Text;
using IonSweep.Formats.Tables;

namespace IonSweep.Formats.Text;

/// <summary>Tables whose columns are parted by blanks, as R's <c>write.table</c> and programs that export two columns write them.</summary>
internal static class SpacedText
{
    private const int LinesLookedAt = 8;

    /// <summary>
    /// Whether a text is such a table: its lines but the first, which may be headers of several words, have equally many words, two or
    /// more, and all of these are numbers or missing but at most one, which names the row.
    /// </summary>
    public static bool Is(string text)
    {
        int lines = 0, words = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.Trim().IsEmpty || line[0] == '#') continue;
            if (++lines == 1) continue;
            (int all, int numbers) = Words(line);
            if (all < 2 || numbers < all - 1 || (words > 0 && all != words)) return false;
            words = all;
            if (lines > LinesLookedAt) break;
        }
        return lines > 2;
    }

    /// <summary>The same table with tabs between its columns.</summary>
    public static string WithTabs(string text)
    {
        StringBuilder result = new(text.Length);
        bool quoted = false, blank = false, begun = false, comment = false;
        foreach (char c in text)
        {
            if (c is '\r' or '\n') (blank, begun, comment) = (false, false, false);
            else if (!begun && c == '#') comment = true;
            if (!comment && !quoted && c is ' ' or '\t')
            {
                blank = begun;
                continue;
            }
            if (c == '"') quoted = !quoted;
            if (blank) result.Append('\t');
            result.Append(c);
            (blank, begun) = (false, c is not ('\r' or '\n'));
        }
        return result.ToString();
    }

    // A word that holds a comma is a number with a decimal comma, or the text is parted by commas: then no word counts.
    private static (int All, int Numbers) Words(ReadOnlySpan<char> line)
    {
        int all = 0, numbers = 0;
        while (!(line = line.TrimStart()).IsEmpty)
        {
            int end = line[0] == '"' ? line[1..].IndexOf('"') is >= 0 and var closing ? closing + 2 : -1 : line.IndexOfAny(' ', '\t');
            ReadOnlySpan<char> word = end < 0 ? line : line[..end];
            line = line[word.Length..];
            all++;
            string number = word.Trim('"').ToString();
            bool isNumber = !number.EndsWith(',')
                && double.TryParse(number.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            if (isNumber || TableLayout.IsMissing(number)) numbers++;
            else if (number.Contains(',')) return (0, 0);
        }
        return (all, numbers);
    }
}
