using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Pages;

/// <summary>How a sweep's targets, strategies and series are called, by slug or key.</summary>
internal static class SeriesNames
{
    /// <summary>The names in a sweep's results, which hold them from the start.</summary>
    public static Dictionary<string, string> Of(SweepResults results)
    {
        Dictionary<string, string> names = [];
        foreach (StrategyAggregate aggregate in results.Aggregates)
        {
            names[aggregate.Target] = aggregate.TargetName;
            names.TryAdd(aggregate.Strategy, aggregate.StrategyName); // of generated spectra, which belong to no model
            names[aggregate.Series] = aggregate.Label;
        }
        return names;
    }

    /// <summary>A name, or the slug or key itself where nobody gave one.</summary>
    public static string In(IReadOnlyDictionary<string, string> names, string key) => names.GetValueOrDefault(key, key);

    /// <summary>A row that series share, by its key (<see cref="Live.GridLayout.Shared"/>).</summary>
    public static string OfShared(IReadOnlyDictionary<string, string> names, string shared) => shared.Split('/') switch
    {
        ["trust", var strategy, var model] => In(names, SeriesKey.Of(model, strategy)) + ", trust",
        [_, var strategy] => In(names, strategy) + ", generated spectra",
        [Live.GridLayout.Searches] => "searches",
        _ => shared,
    };
}
