namespace IonSweep.Formats.Tables;

/// <summary>What stands in a file, as messages show it.</summary>
internal static class FoundText
{
    private const int Longest = 40; // characters; more of it hides the rest of a message

    /// <summary>In quotation marks, shortened where it is long.</summary>
    public static string Quoted(string text) => $"'{(text.Length <= Longest ? text : text[..Longest] + "…")}'";
}
