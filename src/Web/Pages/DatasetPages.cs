using System.Text;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Learning.Inspection;
using IonSweep.Report;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Live;

namespace IonSweep.Web.Pages;

/// <summary>What there is to see of stored datasets: made once while people look at it.</summary>
internal sealed class DatasetPages(ISweepService service, MadeOnce made)
{
    private static readonly SweepVersion Only = new(0, 0, 0); // a dataset is named by its content: it has no other version

    /// <summary>Where the files of a dataset's figures are: what comes before their names.</summary>
    public static string FiguresOf(string sha256) => $"/datasets/{sha256}/figures";

    /// <summary>Sections and files of a dataset; null when there is no such dataset, or it is damaged.</summary>
    /// <param name="sha256">The dataset.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DatasetParts?> GetAsync(string sha256, CancellationToken cancellation)
    {
        if (!SweepPaths.IsSha256(sha256)) return null;
        DatasetParts parts = await made.GetAsync(
            sha256, "dataset", Only, () => Task.Run(() => MakeAsync(sha256), cancellation), parts => parts.Size, cancellation);
        return parts.Sections.Length == 0 ? null : parts;
    }

    private async Task<DatasetParts> MakeAsync(string sha256)
    {
        Dictionary<string, byte[]> files = [];
        if (await service.DatasetAsync(sha256) is not { } data) return new DatasetParts([], files);
        DatasetInspection inspection = DatasetInspection.Of(data);
        DatasetFigures figures = new(inspection, 0);
        foreach (Figure figure in figures.All)
        {
            FigureFiles both = await FigureFiles.OfAsync(figure);
            files[figure.Slug + ".svg"] = Encoding.UTF8.GetBytes(both.Svg);
            files[figure.Slug + ".csv"] = Encoding.UTF8.GetBytes(both.Csv);
        }
        Dictionary<string, object?> parameters = new()
        {
            [nameof(DatasetSections.Inspection)] = inspection,
            [nameof(DatasetSections.Figures)] = figures,
            [nameof(DatasetSections.Address)] = FiguresOf(sha256),
        };
        return new DatasetParts(Encoding.UTF8.GetBytes(await ComponentText.RenderAsync(typeof(DatasetSections), parameters)), files);
    }
}

/// <summary>What is shown of a dataset.</summary>
/// <param name="Sections">Markup, UTF-8.</param>
/// <param name="Files">Figures and their numbers, by file name.</param>
internal sealed record DatasetParts(byte[] Sections, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Bytes of all.</summary>
    public long Size => Sections.Length + Files.Values.Sum(file => (long)file.Length);
}
