using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.Results;

/// <summary>What trains: the process of a server, or a silo of a cluster. As it is now; nothing of it is kept.</summary>
public sealed record Machine
{
    /// <summary>Its name, as in timings.</summary>
    public required string Name { get; init; }

    /// <summary>Work items that it does at once; 0 for a silo that coordinates alone.</summary>
    public required int Slots { get; init; }

    /// <summary>Names of its trainers.</summary>
    public required IReadOnlyList<string> Trainers { get; init; }

    /// <summary>Kind of its accelerator as it announces it; <c>none</c> without one.</summary>
    public string Accelerator { get; init; } = "none";

    /// <summary>Work items that it has accepted and not begun.</summary>
    public int Waiting { get; init; }

    /// <summary>It accepts no more work, since it stops.</summary>
    public bool Stopping { get; init; }

    /// <summary>It did not say in time what it does: <see cref="Work"/> is not known.</summary>
    public bool Silent { get; init; }

    /// <summary>What it does now, longest first.</summary>
    public IReadOnlyList<MachineWork> Work { get; init; } = [];
}

/// <summary>One work item that a machine does.</summary>
public sealed record MachineWork
{
    /// <summary>Id of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Id of the work item.</summary>
    public required string Item { get; init; }

    /// <summary>What is done.</summary>
    public required WorkKind Kind { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the target; empty for work on all targets.</summary>
    public required string Target { get; init; }

    /// <summary>Slug of the strategy; empty for a generator.</summary>
    public required string Strategy { get; init; }

    /// <summary>Slug of the model family, or of the generator; empty for a search.</summary>
    public required string Model { get; init; }

    /// <summary>Seconds since it began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Latest epoch; null before the first, and for work without epochs.</summary>
    public WorkProgress? Progress { get; init; }

    /// <summary>A work item that began some time ago.</summary>
    public static MachineWork Of(string sweep, WorkItem item, TimeSpan since, WorkProgress? progress) => new()
    {
        Sweep = sweep,
        Item = item.Id,
        Kind = item.Kind,
        Fold = item.Fold,
        Target = item.Target,
        Strategy = item.Strategy,
        Model = item.Model.Length > 0 ? item.Model : item.Generator,
        Seconds = since.TotalSeconds,
        Progress = progress,
    };
}
