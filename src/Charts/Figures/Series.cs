using IonSweep.Charts.Marks;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>One strategy as it appears in every figure.</summary>
/// <param name="Key">Slug of the strategy.</param>
/// <param name="Name">Name for a reader.</param>
/// <param name="Style">Colour, marker and dash.</param>
public sealed record Series(string Key, string Name, SeriesStyle Style)
{
    /// <summary>The strategies of a sweep in the order of its spec, the reference first.</summary>
    public static IReadOnlyList<Series> Of(SweepResults results) =>
        [.. results.Aggregates
            .GroupBy(aggregate => aggregate.Strategy)
            .Select((group, i) => new Series(group.Key, group.First().StrategyName, new SeriesStyle(i)))];
}
