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
}
