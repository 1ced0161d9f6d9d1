using System.Text;

namespace IonSweep.Client.Running;

/// <summary>Makes a sweep's id of a name that a person chose.</summary>
internal static class NewSweepId
{
    private const int Longest = 63;

    /// <summary>Lower-case letters and digits, everything else folded to single hyphens; <c>sweep</c> when nothing is left.</summary>
    public static string Of(string name)
    {
        StringBuilder id = new();
        foreach (char c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) id.Append(c);
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        }
        if (id.Length > Longest) id.Length = Longest;
        string trimmed = id.ToString().TrimEnd('-');
        return trimmed.Length > 0 ? trimmed : "sweep";
    }
}
