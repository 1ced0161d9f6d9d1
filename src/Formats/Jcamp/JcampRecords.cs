using IonSweep.Formats.Blocks;
using IonSweep.Formats.Text;

namespace IonSweep.Formats.Jcamp;

/// <summary>The labelled data records of a JCAMP-DX file in order, comments removed.</summary>
internal static class JcampRecords
{
    /// <summary>All records.</summary>
    public static IEnumerable<JcampRecord> Of(FileContent file)
    {
        string? label = null;
        List<(int Line, string Text)> value = [];
        int number = 0, start = 0;
        foreach (string raw in TextEncoding.Decode(file.Bytes.Span).Split(["\r\n", "\n", "\r"], StringSplitOptions.None))
        {
            number++;
            string line = raw;
            if (line.IndexOf("$$", StringComparison.Ordinal) is >= 0 and var comment) line = line[..comment];
            if (line.TrimStart().StartsWith("##", StringComparison.Ordinal)
                && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign)
            {
                if (label is not null) yield return new JcampRecord(label, start, value);
                (label, start, value) = (Folded(line[..sign].TrimStart()[2..]), number, [(number, line[(sign + 1)..].Trim())]);
            }
            else if (label is not null && line.AsSpan().Trim().Length > 0) value.Add((number, line));
        }
        if (label is not null) yield return new JcampRecord(label, start, value);
    }

    /// <summary>Case, blanks, hyphens, slashes and underscores do not distinguish labels.</summary>
    private static string Folded(string label) =>
        string.Concat(label.Where(c => c is not (' ' or '-' or '/' or '_' or '\t'))).ToUpperInvariant();
}

/// <summary>One labelled data record.</summary>
/// <param name="Label">Folded: capitals without blanks, hyphens, slashes and underscores.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Lines">Its value, with line numbers; the first is what stands behind the equals sign.</param>
internal sealed record JcampRecord(string Label, int Line, IReadOnlyList<(int Line, string Text)> Lines)
{
    /// <summary>The first line.</summary>
    public string Value => Lines[0].Text;
}
