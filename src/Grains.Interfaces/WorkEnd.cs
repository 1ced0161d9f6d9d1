using IonSweep.Sweeps.Execution;
using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>How a silo's run of a work item ended.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Kind">In short.</param>
/// <param name="Outcome">What came of it, a failure of its own included; null unless it came to an end.</param>
/// <param name="Trouble">What ended it otherwise; empty when it was stopped.</param>
[GenerateSerializer, Immutable, Alias("ionsweep.WorkEnd")]
public sealed record WorkEnd(
    [property: Id(0)] string Item, [property: Id(1)] WorkEndKind Kind, [property: Id(2)] WorkOutcome? Outcome,
    [property: Id(3)] string Trouble)
{
    /// <summary>It came to an end.</summary>
    public static WorkEnd Of(string item, WorkOutcome outcome) => new(item, WorkEndKind.Ended, outcome, "");

    /// <summary>It was cancelled, or its silo stops; a checkpoint is saved.</summary>
    public static WorkEnd Stopped(string item) => new(item, WorkEndKind.Stopped, null, "");

    /// <summary>Storage, or the device that trains, failed it.</summary>
    public static WorkEnd Unstored(string item, string trouble) => new(item, WorkEndKind.Unstored, null, trouble);

    /// <summary>It met an unexpected error.</summary>
    public static WorkEnd Broken(string item, string trouble) => new(item, WorkEndKind.Broken, null, trouble);
}

/// <summary>How a silo's run of a work item ended, in short.</summary>
public enum WorkEndKind
{
    /// <summary>Its outcome is known: a result, its own failure, or damaged inputs.</summary>
    Ended,

    /// <summary>It was cancelled, or its silo stops.</summary>
    Stopped,

    /// <summary>Storage could not be read or written, or the device that trains failed; any other item would have met the same.</summary>
    Unstored,

    /// <summary>An error that nobody expected; other items may be spared.</summary>
    Broken,
}
