using IonSweep.Charts.Figures;
using IonSweep.Learning.Inspection;

namespace IonSweep.Report;

/// <summary>Writes what there is to see of spectra: one HTML file that needs nothing from outside.</summary>
public static class DatasetDocument
{
    /// <summary>The whole page.</summary>
    /// <param name="inspection">The spectra, looked at.</param>
    /// <param name="target">Index of the target that colours the spectra. Default the first.</param>
    public static async Task<string> RenderAsync(DatasetInspection inspection, int target = 0)
    {
        DatasetFigures figures = new(inspection, target);
        Dictionary<string, FigureFiles> files = [];
        foreach (Figure figure in figures.All) files.Add(figure.Slug, await FigureFiles.OfAsync(figure));
        return "<!DOCTYPE html>\n" + await ComponentText.RenderAsync(typeof(DatasetPage), new Dictionary<string, object?>
        {
            [nameof(DatasetPage.Inspection)] = inspection,
            [nameof(DatasetPage.Figures)] = figures,
            [nameof(DatasetPage.Files)] = files,
        });
    }
}
