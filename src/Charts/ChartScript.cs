using System.Security.Cryptography;
using System.Text;

namespace IonSweep.Charts;

/// <summary>
/// What makes figures of a page answer: the library uPlot, unchanged and with its licence, and what uses it. A page holds both in this
/// order, or loads the latter, whose <c>data-library</c> says where the former is.
/// </summary>
public static class ChartScript
{
    /// <summary>uPlot: axes, lines, enlarging.</summary>
    public static string Library { get; } = $"/*\n{Read("uplot.LICENSE").Trim()}\n*/\n{Read("uplot.js")}";

    /// <summary>Makes plots of the data beside figures.</summary>
    public static string Figures { get; } = Read("figures.js");

    /// <summary>The style of both.</summary>
    public static string Style { get; } = Read("uplot.css") + "\n" + Read("figures.css");

    /// <summary>Sources of a content security policy that allow both scripts where they stand in a page, and no other.</summary>
    public static string PolicySources { get; } = $"{HashOf(Library)} {HashOf(Figures)}";

    private static string HashOf(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Read(string name)
    {
        using Stream stream = typeof(ChartScript).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
