using System.Text;
using IonSweep.Charts;

namespace IonSweep.Report;

/// <summary>The report's style sheet with that of its figures.</summary>
public static class ReportStyle
{
    /// <summary>All rules.</summary>
    public static string Text { get; } = Read() + ChartStyle.Page;

    private static string Read()
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
