using IonSweep.Spectra;

namespace IonSweep.Formats.Tables;

/// <summary>A target as the header of its column: <c>Zn2+ (M)</c>, the unit in the last parentheses.</summary>
internal static class TargetHeader
{
    /// <summary>The header; a name that ends with a parenthesis and has no unit gets an empty one.</summary>
    public static string Of(Target target) =>
        target.Unit.Length == 0 && target.Name.EndsWith(')') ? target.Name + " ()" : target.Header;

    /// <summary>The target of a header.</summary>
    /// <exception cref="ArgumentException">Its name has neither letter nor digit.</exception>
    public static Target Parse(string header) => OpeningOfLastParenthesis(header) is > 0 and var open
        ? new Target(header[..open].TrimEnd(), header[(open + 1)..^1].Trim()) : new Target(header, "");

    /// <summary>Whether a header and what a user calls its target are the same, with the unit or without.</summary>
    public static bool Names(string header, string name) => header.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (OpeningOfLastParenthesis(header) is > 0 and var open
            && header[..open].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where the parenthesis opens that closes at the end of the header; −1 without one.</summary>
    private static int OpeningOfLastParenthesis(string header)
    {
        if (!header.EndsWith(')')) return -1;
        int depth = 0;
        for (int i = header.Length - 1; i >= 0; i--)
        {
            if (header[i] == ')') depth++;
            if (header[i] == '(' && --depth == 0) return i;
        }
        return -1;
    }
}
