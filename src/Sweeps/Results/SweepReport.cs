namespace IonSweep.Sweeps.Results;

/// <summary>Everything a report shows beyond <see cref="SweepResults"/>.</summary>
/// <param name="Results">Results and statistics.</param>
/// <param name="Timings">When and where each work item ran.</param>
public sealed record SweepReport(SweepResults Results, IReadOnlyList<WorkTiming> Timings);
