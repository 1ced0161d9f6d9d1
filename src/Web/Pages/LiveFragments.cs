using System.Text;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Report;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Live;
using Microsoft.Net.Http.Headers;

namespace IonSweep.Web.Pages;

/// <summary>
/// The parts of a sweep's page that cost something to render; each is rendered once for a state of the sweep, whoever's page it is on.
/// </summary>
internal static class LiveFragments
{
    private const int MostAtOnce = 30 * 1024; // bytes

    /// <summary>Names of the fragments that the page asks for by themselves.</summary>
    public static IReadOnlyList<string> Names { get; } = ["recommendation", "running", "figure", "failures", "history"];

    /// <summary>One fragment's markup, and the tag that names the state it shows; null when that has no version.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public static async Task<(byte[] Markup, EntityTagHeaderValue? Tag)> GetAsync(
        SweepView view, string name, CancellationToken cancellation) => name switch
        {
            "running" => await RunningAsync(view, cancellation),
            "recommendation" => (await view.OfStatesAsync(
                "recommendation.html", () => RecommendationAsync(view), cancellation), view.StatesTag),
            "history" => (await view.OfStatesAsync("history.html", async () => await RenderAsync<HistoryFragment>(
                nameof(HistoryFragment.Entries), await view.HistoryAsync()), cancellation), view.StatesTag),
            "figure" =>
                (await view.OfStatesAsync("figure.html", async () => await RenderAsync<FigureFragment>(
                    nameof(FigureFragment.Results), await view.ResultsAsync(default)), cancellation), view.StatesTag),
            _ => (await view.OfStatesAsync("failures.html", async () => await RenderAsync<FailureFragment>(
                nameof(FailureFragment.Snapshot), await view.SnapshotAsync(default)), cancellation), view.StatesTag),
        };

    /// <summary>
    /// A part as it stands on the first page: a large one, which only the figure of very many series is, waits until somebody asks.
    /// </summary>
    public static byte[] OnRequest(string id, string name, byte[] markup) => markup.Length <= MostAtOnce ? markup
        : Encoding.UTF8.GetBytes(
            $"<p><a data-show=\"{name}\" href=\"/api/sweeps/{id}/figures/mae.svg\">Show</a> ({markup.Length / 1024} KiB)</p>");

    /// <summary>The grid of all work items, or its summary.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public static Task<byte[]> GridAsync(SweepView view, CancellationToken cancellation) => view.OfStatesAsync("grid.html", async () =>
        await RenderAsync(typeof(SweepGrid), new()
        {
            [nameof(SweepGrid.Snapshot)] = await view.SnapshotAsync(default),
            [nameof(SweepGrid.Names)] = SeriesNames.Of(await view.ResultsAsync(default)),
        }), cancellation);

    /// <summary>Some folds of the summary; empty where the sweep has none of them.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public static Task<byte[]> FoldsAsync(SweepView view, FoldSpan range, CancellationToken cancellation) => view.OfStatesAsync(
        $"folds-{range}.html", async () => await RenderAsync(typeof(FoldsFragment), new()
        {
            [nameof(FoldsFragment.Snapshot)] = await view.SnapshotAsync(default),
            [nameof(FoldsFragment.Names)] = SeriesNames.Of(await view.ResultsAsync(default)),
            [nameof(FoldsFragment.Range)] = range,
        }), cancellation);

    // Of a sweep that has ended: while it runs, the numbers would change with every cell.
    private static async Task<byte[]> RecommendationAsync(SweepView view)
    {
        SweepSnapshot snapshot = await view.SnapshotAsync(default);
        if (snapshot.Summary.Status == SweepStatus.Running) return [];
        if (!snapshot.Spec.Models.Any(model => ModelCatalog.Get(model).Searches)) return [];
        return await RenderAsync<RecommendationSection>(
            nameof(RecommendationSection.Recommendations), await view.RecommendationsAsync() ?? []);
    }

    // Curves are the feed's: the service keeps only the latest epoch. A sweep that does not run needs none.
    private static async Task<(byte[], EntityTagHeaderValue?)> RunningAsync(SweepView view, CancellationToken cancellation)
    {
        SweepSnapshot snapshot = await view.SnapshotAsync(cancellation);
        if (snapshot.Summary.Status == SweepStatus.Running)
            return await view.OfFeedAsync("running.html", async feed => await RenderAsync(typeof(RunningFragment), new()
            {
                [nameof(RunningFragment.Trainings)] = await feed.RunningAsync(default),
                // where cells are many, each is short
                [nameof(RunningFragment.Curves)] = snapshot.Items.Count <= GridLayout.MostShown ? RunningFragment.MostCurves : 0,
            }), cancellation);
        return (await RenderAsync<RunningFragment>(
            nameof(RunningFragment.Trainings), Array.Empty<(WorkItemSnapshot, Sweeps.Results.LearningCurve?)>()), null);
    }

    private static Task<byte[]> RenderAsync<T>(string parameter, object value) => RenderAsync(typeof(T), new() { [parameter] = value });

    private static async Task<byte[]> RenderAsync(Type component, Dictionary<string, object?> parameters) =>
        Encoding.UTF8.GetBytes(await ComponentText.RenderAsync(component, parameters));
}
