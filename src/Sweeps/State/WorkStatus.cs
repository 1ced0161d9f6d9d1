namespace IonSweep.Sweeps.State;

/// <summary>Where one work item stands.</summary>
public enum WorkStatus
{
    /// <summary>Waits for other work.</summary>
    Waiting,

    /// <summary>May start.</summary>
    Ready,

    /// <summary>A trainer works on it.</summary>
    Running,

    /// <summary>Its result is stored.</summary>
    Done,

    /// <summary>It failed for a reason of its own; the result says why.</summary>
    Failed,

    /// <summary>Work that it needs failed.</summary>
    Blocked,

    /// <summary>The sweep was cancelled before it was done.</summary>
    Cancelled,
}

/// <summary>Where a sweep stands.</summary>
public enum SweepStatus
{
    /// <summary>Work remains.</summary>
    Running,

    /// <summary>Every work item is done.</summary>
    Completed,

    /// <summary>Nothing remains to be done, but some items failed.</summary>
    CompletedWithFailures,

    /// <summary>Cancelled; what was done is kept and can be resumed.</summary>
    Cancelled,

    /// <summary>Stopped by its surroundings (disk full, process ended); can be resumed. The reason stands beside it.</summary>
    Interrupted,

    /// <summary>
    /// Its spec was truncated, altered or cannot be read: nobody knows what its results belong to. The reason stands beside it.
    /// </summary>
    Damaged,
}
