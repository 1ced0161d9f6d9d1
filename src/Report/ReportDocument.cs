using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Results;

namespace IonSweep.Report;

/// <summary>Writes the report of a sweep: one HTML file that needs nothing from outside.</summary>
public static class ReportDocument
{
    /// <summary>The whole page.</summary>
    /// <param name="report">Results and the numbers behind the figures; those of a running sweep give a report of what is there.</param>
    public static async Task<string> RenderAsync(SweepReport report)
    {
        ReportFigures figures = new(report);
        Dictionary<string, FigureFiles> files = [];
        foreach (Figure figure in figures.All) files.Add(figure.Slug, await FigureFiles.OfAsync(figure));
        return "<!DOCTYPE html>\n" + await ComponentText.RenderAsync(typeof(ReportPage), new Dictionary<string, object?>
        {
            [nameof(ReportPage.Report)] = report,
            [nameof(ReportPage.Figures)] = figures,
            [nameof(ReportPage.Files)] = files,
        });
    }
}
