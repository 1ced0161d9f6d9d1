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
        // Compatibility decomposition maps superscripts and subscripts to plain digits (Zn²⁺ to Zn2+).
        foreach (char c in name.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLower(c, CultureInfo.InvariantCulture));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        if (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.Length > 0
            ? slug.ToString()
            : throw new ArgumentException($"Target name '{name}' has no letter or digit; give it a name such as 'Zn2+'.", nameof(name));
    }
}
