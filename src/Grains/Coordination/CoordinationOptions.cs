namespace IonSweep.Grains.Coordination;

/// <summary>How coordinators watch over work. Defaults suit real clusters; tests shorten them.</summary>
public sealed record CoordinationOptions
{
    /// <summary>Time between two looks at silos and storage. Default 1 s.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ticks between two questions to silos what they hold. Default 2.</summary>
    public int TicksPerPoll { get; init; } = 2;

    /// <summary>Period of the reminder that brings a coordinator back after its silo died. Default 30 s.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries of a work item that its surroundings ended (storage, memory). Default 8.</summary>
    public int TroubleLimit { get; init; } = 8;

    /// <summary>Pause before the second of these tries; doubled with each, 30 s at most. Default 1 s.</summary>
    public TimeSpan TroublePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Times that a work item may be lost with its silo before it counts as the cause. Default 20.</summary>
    public int LossLimit { get; init; } = 20;

    /// <summary>Time after which work whose silo never answered is sent again. Default 10 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Work that should wait at a silo, in time, so that slots do not idle between messages. Default 0.1 s, one item at least.
    /// </summary>
    public TimeSpan WorkAhead { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Ended sweeps are removed so long after their submission; null, the default: never.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// Time that a dataset stays though no sweep uses it: people upload today what they start sweeps on later. Default 30 days.
    /// </summary>
    public TimeSpan UnusedDatasets { get; init; } = TimeSpan.FromDays(30);
}
