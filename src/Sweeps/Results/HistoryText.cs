using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.Results;

/// <summary>What happened to a sweep, in words.</summary>
public static class HistoryText
{
    /// <summary>E.g. <c>folds added</c>.</summary>
    public static string Words(this HistoryKind kind) => kind switch
    {
        HistoryKind.FoldsAdded => "folds added",
        HistoryKind.Retried => "done again",
        HistoryKind.SiloLost => "silo lost",
        HistoryKind.Cancelled => "cancel asked for",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The work items that an entry concerns, where it names any, and its text; empty when there is no more to say.</summary>
    public static string Details(this HistoryEntry entry)
    {
        string names = string.Join("; ", (entry.Items ?? []).Select(WorkItemText.Of));
        int more = entry.ItemCount - (entry.Items?.Count ?? 0);
        if (more > 0) names += $" and {more} more";
        return names.Length > 0 ? $"{names}: {entry.Text}" : entry.Text;
    }
}
