namespace IonSweep.Sweeps.State;

/// <summary>A sweep's state in words.</summary>
public static class SweepStatusText
{
    /// <summary>E.g. <c>completed with failures</c>.</summary>
    public static string Words(this SweepStatus status) => status switch
    {
        SweepStatus.CompletedWithFailures => "completed with failures",
        _ => status.ToString().ToLowerInvariant(),
    };
}
