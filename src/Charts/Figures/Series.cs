using IonSweep.Charts.Marks;
using IonSweep.Sweeps.Results;

namespace IonSweep.Charts.Figures;

/// <summary>One model family and strategy as they appear in every figure.</summary>
/// <param name="Key">Key of family and strategy (<see cref="SeriesKey"/>).</param>
/// <param name="Name">Name for a reader.</param>
/// <param name="Style">Colour, marker and dash.</param>
public sealed record Series(string Key, string Name, SeriesStyle Style)
{
    /// <summary>The model families and strategies of a sweep in the order of its spec, the reference first.</summary>
    public static IReadOnlyList<Series> Of(SweepResults results) =>
        [.. results.Aggregates
            .GroupBy(aggregate => aggregate.Series)
            .Select((group, i) => new Series(group.Key, group.First().Label, new SeriesStyle(i)))];

    /// <summary>The strategies alone, one entry each: of the first model family.</summary>
    public static IReadOnlyList<Series> OfStrategies(SweepResults results) =>
        [.. results.Aggregates
            .GroupBy(aggregate => aggregate.Strategy)
            .Select((group, i) => new Series(group.Key, group.First().StrategyName, new SeriesStyle(i)))];
}
