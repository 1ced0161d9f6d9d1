using System.Text;
using System.Text.RegularExpressions;

namespace IonSweep.Charts;

/// <summary>The style sheet of every figure: palette of Okabe and Ito (2008), darkened or lightened to 4.5 : 1 against the paper.</summary>
public static partial class ChartStyle
{
    /// <summary>For a page: light or dark as the reader's system prefers, always light in print.</summary>
    public static string Page { get; } = Read() + Series();

    /// <summary>
    /// For a figure that stands alone in a paper or an editor: always light, and with the colours written out, because word processors and
    /// drawing programs do not know CSS variables.
    /// </summary>
    public static string Standalone { get; } = Resolve();

    private static string Read()
    {
        using Stream stream = typeof(ChartStyle).Assembly.GetManifestResourceStream("chart.css")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Series()
    {
        StringBuilder css = new();
        for (int i = 0; i < 8; i++)
            css.Append($".chart .s{i} .mark,.chart .s{i} .bar{{fill:var(--series-{i})}}")
               .Append($".chart .s{i} .line,.chart .s{i} .heavy,.chart .s{i} .whisker,.chart .s{i} .open,.chart .s{i} "
                   + $".dots{{stroke:var(--series-{i})}}\n");
        return css.ToString();
    }

    private static string Resolve()
    {
        Dictionary<string, string> light = [];
        // the light ones come first
        foreach (Match match in Definition().Matches(Page)) light.TryAdd(match.Groups[1].Value, match.Groups[2].Value);
        string rules = string.Concat(Page.Split(
            '\n', StringSplitOptions.TrimEntries).SkipWhile(line => !line.StartsWith(".chart{font", StringComparison.Ordinal)));
        return Use().Replace(rules, match => light[match.Groups[1].Value]);
    }

    [GeneratedRegex("--([a-z0-9-]+):(#[0-9a-f]+)")]
    private static partial Regex Definition();

    [GeneratedRegex(@"var\(--([a-z0-9-]+)\)")]
    private static partial Regex Use();
}
