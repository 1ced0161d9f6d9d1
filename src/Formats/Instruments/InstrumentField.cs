using System.Text.RegularExpressions;

namespace IonSweep.Formats.Instruments;

/// <summary>A setting among the words of an instrument's text: <c>#Range (cm-¹)=	100...1200</c>, <c>XUNITS	NANOMETERS</c>.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Name">Its name as it stands there.</param>
/// <param name="Key">Its name in small letters and digits alone, without what stands in parentheses.</param>
/// <param name="Unit">What stands in parentheses in its name; empty without any.</param>
/// <param name="Value">What it is set to; empty for a line of words alone.</param>
internal sealed partial record InstrumentField(int Line, string Name, string Key, string Unit, string Value)
{
    /// <summary>The setting of a line.</summary>
    public static InstrumentField Of(TextLine line)
    {
        string text = line.Text.TrimStart("#%;/*\"'> \t").ToString();
        Match separator = Separator().Match(text);
        string name = separator.Success ? text[..separator.Index] : text;
        string value = separator.Success ? text[(separator.Index + separator.Length)..] : "";
        return new InstrumentField(line.Number, name.Trim(), InstrumentWords.Folded(Parentheses().Replace(name, "")),
            Parentheses().Match(name).Groups["unit"].Value, value.Trim(' ', '\t', '"', ',', ';', ':', '='));
    }

    /// <summary>A line of one word, such as a unit.</summary>
    public bool IsOneWord => Value.Length == 0 && !Name.Contains(' ');

    [GeneratedRegex(@"[=:\t;,]|  ")]
    private static partial Regex Separator();

    [GeneratedRegex(@"[\(\[](?<unit>[^)\]]*)[\)\]]")]
    private static partial Regex Parentheses();
}
