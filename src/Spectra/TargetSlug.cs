using System.Globalization;
using System.Text;

namespace IonSweep.Spectra;

/// <summary>Turns a target's name into the form that keys and paths use.</summary>
internal static class TargetSlug
{
    /// <summary>Lower-case ASCII letters and digits; everything else becomes single inner hyphens.</summary>
    /// <exception cref="ArgumentException">Nothing usable is left of <paramref name="name"/>.</exception>
    public static string Of(string name)
    {
        StringBuilder slug = new();
        foreach (char c in name)
        {
            // Not string.Normalize: without ICU it leaves superscripts as they are, and keys must not depend on the machine.
            int digit = CharUnicodeInfo.GetDigitValue(c); // also of superscripts and subscripts: Zn²⁺ has the key of Zn2+
            if (digit >= 0) slug.Append((char)('0' + digit));
            else if (char.IsAsciiLetter(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        if (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.Length > 0
            ? slug.ToString()
            : throw new ArgumentException($"Target name '{name}' has no letter or digit; give it a name such as 'Zn2+'.", nameof(name));
    }
}
