using IonSweep.Sweeps.State;

namespace IonSweep.Web.Pages;

/// <summary>Signs and words for states; no state is told by colour alone.</summary>
internal static class StatusWords
{
    /// <summary>Name in classes and events.</summary>
    public static string Key(WorkStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Sign in the grid.</summary>
    public static string Sign(WorkStatus status) => status switch
    {
        WorkStatus.Waiting => "·",
        WorkStatus.Ready => "○",
        WorkStatus.Running => "▶",
        WorkStatus.Done => "✓",
        WorkStatus.Failed => "✗",
        WorkStatus.Blocked => "⊘",
        _ => "–",
    };

    /// <summary>What the sign means.</summary>
    public static string Meaning(WorkStatus status) => status switch
    {
        WorkStatus.Waiting => "waits for other work",
        WorkStatus.Ready => "may start",
        WorkStatus.Running => "running",
        WorkStatus.Done => "done",
        WorkStatus.Failed => "failed",
        WorkStatus.Blocked => "blocked by a failure",
        _ => "cancelled",
    };
}
