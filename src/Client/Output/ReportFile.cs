using IonSweep.Report;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;

namespace IonSweep.Client.Output;

/// <summary>The report of a sweep as a file: a page, or Markdown where the name asks for it.</summary>
internal static class ReportFile
{
    /// <summary>Its name beside the sweep.</summary>
    public const string Name = "report.html";

    /// <summary>Writes it.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> WriteAsync(string path, SweepReport report)
    {
        bool markdown = Path.GetExtension(path).Equals(".md", StringComparison.OrdinalIgnoreCase);
        WholeFile.Write(path, markdown ? MarkdownReport.Write(report) : await ReportDocument.RenderAsync(report));
        return path;
    }
}
