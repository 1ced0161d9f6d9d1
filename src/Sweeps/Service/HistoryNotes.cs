using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// What happened to a running sweep and is not stored yet. What happens for one reason within a few seconds becomes one entry, so that a
/// thousand cells that fail alike are one line. Not safe for concurrent calls.
/// </summary>
/// <param name="clock">Tells when.</param>
internal sealed class HistoryNotes(TimeProvider clock)
{
    private const int MostNamed = 5, MostEntries = 200; // work items of an entry; entries of one run
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);

    private readonly List<Note> _notes = [];
    private int _entries;

    /// <summary>There is something that should be stored now.</summary>
    public bool IsDue => _notes.Count > 0 && clock.GetUtcNow().UtcDateTime - _notes[0].TimeUtc >= Gathering;

    /// <summary>There is something.</summary>
    public bool Any => _notes.Count > 0;

    /// <summary>Notes it.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="text">Why, or more of it.</param>
    /// <param name="item">The work item; empty for the whole sweep.</param>
    public void Add(HistoryKind kind, string text, string item = "")
    {
        Note? same = item.Length == 0 ? null : _notes.Find(note => note.Kind == kind && note.Text == text && note.Items.Count > 0);
        if (same is null)
        {
            if (item.Length > 0 && ++_entries > MostEntries)
            {
                if (_entries > MostEntries + 1) return;
                (text, item) = ("More happens to work items than is written down here; results.csv has every failure.", "");
            }
            _notes.Add(same = new Note(clock.GetUtcNow().UtcDateTime, kind, text, []));
        }
        if (item.Length > 0) same.Items.Add(item);
    }

    /// <summary>All of it, as entries; from now on it is forgotten here.</summary>
    public IReadOnlyList<HistoryEntry> Take()
    {
        HistoryEntry[] entries =
        [
            .. _notes.Select(note => new HistoryEntry(note.TimeUtc, note.Kind, "", note.Text)
            {
                Items = note.Items.Count == 0 ? null : [.. note.Items.Take(MostNamed)],
                ItemCount = note.Items.Count,
            }),
        ];
        _notes.Clear();
        return entries;
    }

    private sealed record Note(DateTime TimeUtc, HistoryKind Kind, string Text, List<string> Items);
}
