using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Results;

/// <summary>Something that happened to a sweep.</summary>
/// <param name="TimeUtc">When.</param>
/// <param name="Kind">What.</param>
/// <param name="By">Name of the person who asked for it; empty when nobody did, or at the command line.</param>
/// <param name="Text">More of it for a reader, such as the reason of a failure; empty when there is no more.</param>
public sealed record HistoryEntry(DateTime TimeUtc, HistoryKind Kind, string By, string Text)
{
    /// <summary>Ids of the work items that it concerns, the first few of them; empty for what concerns the whole sweep.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>How many work items it concerns; 0 for what concerns the whole sweep.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ItemCount { get; init; }
}

/// <summary>What can happen to a sweep.</summary>
public enum HistoryKind
{
    /// <summary>It was submitted for the first time.</summary>
    Submitted,

    /// <summary>Work on it began.</summary>
    Started,

    /// <summary>Work on it goes on: somebody asked for that, its process was started again, or another silo coordinates it.</summary>
    Resumed,

    /// <summary>It got more folds, strategies or models.</summary>
    Extended,

    /// <summary>Folds on demand were opened, because a comparison is undecided.</summary>
    FoldsAdded,

    /// <summary>Work items failed.</summary>
    Failed,

    /// <summary>Work items are done again: a run met trouble around it, or what it left is damaged.</summary>
    Retried,

    /// <summary>A silo was lost; what it held is done elsewhere.</summary>
    SiloLost,

    /// <summary>Somebody asked to stop it.</summary>
    Cancelled,

    /// <summary>It ended, completed or not.</summary>
    Ended,
}
