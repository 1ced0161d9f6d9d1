using System.Text;
using System.Text.RegularExpressions;

namespace IonSweep.Charts;

/// <summary>
/// Sets the formula of an ion as chemists print it: <c>SO4 2-</c> as SO₄²⁻, <c>Zn2+</c> as Zn²⁺. Other names stay as they are.
/// </summary>
public static partial class ChemicalName
{
    /// <summary>The name for a figure or table.</summary>
    public static string Pretty(string name)
    {
        Match spaced = SpacedIon().Match(name);
        if (spaced.Success) return Subscripts(spaced.Groups[1].Value) + Superscripts(spaced.Groups[2].Value);
        Match plain = PlainIon().Match(name);
        if (!plain.Success) return name;

        string formula = plain.Groups[1].Value, digits = plain.Groups[2].Value, sign = plain.Groups[3].Value;
        bool oneElement = formula.Count(char.IsAsciiLetterUpper) == 1;
        // A lone element's digits are its charge (Zn2+); after several, the first digit counts atoms (NH4+, SO42-).
        return oneElement || digits.Length == 0
            ? Subscripts(formula) + Superscripts(digits + sign)
            : Subscripts(formula + digits[0]) + Superscripts(digits[1..] + sign);
    }

    private static string Subscripts(string text) => Map(text, "₀₁₂₃₄₅₆₇₈₉");

    private static string Superscripts(string text) => Map(text, "⁰¹²³⁴⁵⁶⁷⁸⁹").Replace('+', '⁺').Replace('-', '⁻');

    private static string Map(string text, string digits)
    {
        StringBuilder mapped = new();
        foreach (char c in text) mapped.Append(char.IsAsciiDigit(c) ? digits[c - '0'] : c);
        return mapped.ToString();
    }

    [GeneratedRegex(@"^((?:[A-Z][a-z]?\d*)+)[ ^](\d?[+-])$")]
    private static partial Regex SpacedIon();

    [GeneratedRegex(@"^((?:[A-Z][a-z]?\d*?)+)(\d*)([+-])$")]
    private static partial Regex PlainIon();
}
