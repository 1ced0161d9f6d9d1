using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Execution;

/// <summary>How a run of one work item ended.</summary>
/// <param name="Result">What was stored, a failure of the item's own included; null when inputs were damaged.</param>
/// <param name="Timing">Of the run that finished it; null when inputs were damaged, or when the item was done before and its timing is
/// lost.</param>
/// <param name="DamagedInputs">Ids of needed items whose artifacts are missing or damaged and must be made again.</param>
public sealed record WorkOutcome(WorkResult? Result, WorkTiming? Timing, IReadOnlyList<string> DamagedInputs);
