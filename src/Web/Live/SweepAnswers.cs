using System.Text;
using System.Text.Json;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Report;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Http;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Live;

/// <summary>
/// Answers of the API about one sweep; each is made once for a state of the sweep, and one who has it already is told so (304).
/// </summary>
internal sealed class SweepAnswers(SweepViews views, ISweepService service)
{
    private const string Json = "application/json; charset=utf-8", Csv = "text/csv; charset=utf-8";

    /// <summary>Where a sweep and its work items stand.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<IResult> SnapshotAsync(string id, CancellationToken cancellation)
    {
        SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
        byte[] bytes = await view.OfProgressAsync("snapshot.json", async () => Bytes(await view.SnapshotAsync(default)), cancellation);
        return Results.Bytes(bytes, Json, entityTag: view.ProgressTag);
    }

    /// <summary>Results so far as JSON.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<IResult> ResultsAsync(string id, CancellationToken cancellation)
    {
        SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
        byte[] bytes = await view.OfStatesAsync("results.json", async () => Bytes(await view.ResultsAsync(default)), cancellation);
        return Results.Bytes(bytes, Json, entityTag: view.StatesTag);
    }

    /// <summary>Results so far, one row per cell.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public Task<IResult> ResultsCsvAsync(string id, CancellationToken cancellation) => FileAsync(id, "results.csv", Csv, async view =>
    {
        using StringWriter csv = new();
        ResultsCsv.Write(csv, await view.ResultsAsync(default));
        return csv.ToString();
    }, cancellation);

    /// <summary>What happened to a sweep, asked for each time: it is known some seconds after the state that it led to.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<IResult> HistoryAsync(string id, CancellationToken cancellation) =>
        Results.Bytes(Bytes(await service.HistoryAsync(SweepPaths.CheckId(id), cancellation)), Json);

    /// <summary>A figure of the report.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    /// <exception cref="BadHttpRequestException">There is no such figure.</exception>
    public Task<IResult> FigureAsync(string id, string figure, CancellationToken cancellation) => FileAsync(
        id, figure + ".svg", "image/svg+xml", async view => await ComponentText.StandaloneSvgAsync(await FindAsync(view, figure)),
        cancellation);

    /// <summary>The numbers behind a figure.</summary>
    /// <inheritdoc cref="FigureAsync" path="/exception"/>
    public Task<IResult> FigureNumbersAsync(string id, string figure, CancellationToken cancellation) => FileAsync(
        id, figure + ".csv", Csv, async view => (await FindAsync(view, figure)).ToTable().ToCsv(), cancellation);

    private async Task<IResult> FileAsync(
        string id, string name, string type, Func<SweepView, Task<string>> make, CancellationToken cancellation)
    {
        SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
        byte[] bytes = await view.OfStatesAsync(name, async () => Encoding.UTF8.GetBytes(await make(view)), cancellation);
        return Results.Bytes(bytes, type, $"{id}-{name}", entityTag: view.StatesTag);
    }

    private async Task<Figure> FindAsync(SweepView view, string name)
    {
        Figure? figure = name switch
        {
            "mae" => new MaeFigure(await view.ResultsAsync(default)),
            "differences" => new DifferenceFigure(await view.ResultsAsync(default)),
            _ => new ReportFigures(await service.ReportAsync(view.Id)).All.FirstOrDefault(one => one.Slug == name),
        };
        return figure ?? throw new BadHttpRequestException("There is no such figure, or no numbers for it yet.", 404);
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, SweepJson.Compact);
}
