using System.Text;
using IonSweep.Charts;

namespace IonSweep.Report;

/// <summary>The report's style sheet with that of its figures, and what the page may load.</summary>
public static class ReportStyle
{
    /// <summary>All rules.</summary>
    public static string Text { get; } = Read() + ChartStyle.Page + ChartScript.Style;

    /// <summary>Content security policy: the page's own style, the scripts of figures by their hashes, nothing from outside.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src {ChartScript.PolicySources}; style-src 'unsafe-inline'; img-src data:";

    private static string Read()
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
