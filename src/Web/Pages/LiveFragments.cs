using System.Collections.Concurrent;
using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Live;

namespace IonSweep.Web.Pages;

/// <summary>The parts of a sweep's page that change and the figures that are asked for while it runs, rendered at most once in a short while however many ask.</summary>
internal sealed class LiveFragments(ISweepService service, SweepFeeds feeds)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Id, string Name), Entry> _cache = new();

    /// <summary>Names of the fragments.</summary>
    public static IReadOnlyList<string> Names { get; } = ["running", "figure", "failures"];

    /// <summary>Figures of the results so far, as SVG files.</summary>
    public static IReadOnlyList<string> Files { get; } = ["mae.svg", "differences.svg"];

    /// <summary>One fragment's markup, or one file's text.</summary>
    public async Task<string> GetAsync(string id, string name, CancellationToken cancellation)
    {
        foreach (((string, string) key, Entry old) in _cache)
            if (DateTime.UtcNow - old.MadeUtc > Fresh) _cache.TryRemove(new(key, old));
        Entry entry = _cache.GetOrAdd((id, name), _ => new Entry(new Lazy<Task<string>>(() => RenderAsync(id, name)), DateTime.UtcNow));
        try
        {
            return await entry.Markup.Value.WaitAsync(cancellation);
        }
        catch
        {
            _cache.TryRemove(new((id, name), entry));
            throw;
        }
    }

    private async Task<string> RenderAsync(string id, string name)
    {
        if (name == "mae.svg") return await ComponentText.StandaloneSvgAsync(new MaeFigure(await service.ResultsAsync(id)));
        if (name == "differences.svg") return await ComponentText.StandaloneSvgAsync(new DifferenceFigure(await service.ResultsAsync(id)));
        (Type component, string parameter, object value) = name switch
        {
            "running" => (typeof(RunningFragment), nameof(RunningFragment.Trainings), (object)await feeds.Get(id).RunningAsync(default)),
            "figure" => (typeof(FigureFragment), nameof(FigureFragment.Results), await service.ResultsAsync(id)),
            _ => (typeof(FailureFragment), nameof(FailureFragment.Snapshot), await feeds.Get(id).SnapshotAsync(default)),
        };
        return await ComponentText.RenderAsync(component, new Dictionary<string, object?> { [parameter] = value });
    }

    private sealed record Entry(Lazy<Task<string>> Markup, DateTime MadeUtc);
}
