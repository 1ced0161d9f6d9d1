using IonSweep.Sweeps.Results;
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

    /// <summary>A work item in words, from its id.</summary>
    public static string Name(string id) => id.Split('/') switch
    {
        ["cells", var fold, var target, var strategy] => $"fold {fold} · {target} · {strategy}",
        ["cells", var fold, var target, var strategy, var model] => $"fold {fold} · {target} · {strategy} · {model}",
        ["groups", var fold, var strategy, var model] => $"fold {fold} · all targets · {strategy} · {model}",
        ["search", var fold, var target, var strategy] => $"fold {fold} · search of {target} · {strategy}",
        ["search", var fold, var target, var strategy, var batch] => $"fold {fold} · search of {target} · {strategy} · batch {batch}",
        ["trust", var fold, var strategy, var model] => $"fold {fold} · trust of {strategy} · {model}",
        ["folds", var fold, var generator] => $"fold {fold} · generator {generator}",
        ["folds", var fold, _, var strategy] => $"fold {fold} · generated spectra of {strategy}",
        _ => id,
    };

    /// <summary>What happened to a sweep.</summary>
    public static string Of(HistoryKind kind) => kind switch
    {
        HistoryKind.FoldsAdded => "folds added",
        HistoryKind.Retried => "done again",
        HistoryKind.SiloLost => "silo lost",
        HistoryKind.Cancelled => "cancel asked for",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
