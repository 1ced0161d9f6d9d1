namespace IonSweep.Grains.Coordination;

/// <summary>Which work items of a sweep are out of its coordinator's hands, and how many each silo has.</summary>
internal sealed class Assignments(TimeProvider clock)
{
    private readonly Dictionary<int, Assignment> _items = [];
    private readonly Dictionary<SiloAddress, int> _held = [];

    /// <summary>Items that no silo has accepted yet, or that wait to be tried again.</summary>
    public int Unplaced { get; private set; }

    /// <summary>All of them now; they may change meanwhile.</summary>
    public IReadOnlyList<KeyValuePair<int, Assignment>> All() => [.. _items];

    /// <summary>Items that a silo has accepted.</summary>
    public int HeldBy(SiloAddress silo) => _held.GetValueOrDefault(silo);

    /// <summary>Who has an item; null when nobody has.</summary>
    public Assignment? Of(int item) => _items.GetValueOrDefault(item);

    /// <summary>An item goes out.</summary>
    public Assignment Add(int item)
    {
        Assignment assignment = new(clock.GetTimestamp());
        _items.Add(item, assignment);
        Unplaced++;
        return assignment;
    }

    /// <summary>A silo accepted an item.</summary>
    public void Accepted(Assignment assignment, SiloAddress silo)
    {
        Leave(assignment);
        assignment.AcceptedBy(silo, clock.GetTimestamp());
        _held[silo] = HeldBy(silo) + 1;
    }

    /// <summary>An item waits to be tried again.</summary>
    public void BackOff(Assignment assignment)
    {
        Leave(assignment);
        assignment.BackOff();
        Unplaced++;
    }

    /// <summary>An item came back or ended.</summary>
    public void Remove(int item)
    {
        if (_items.Remove(item, out Assignment? assignment)) Leave(assignment);
    }

    private void Leave(Assignment assignment)
    {
        if (assignment.Silo is not { } silo) Unplaced--;
        else if (--_held[silo] == 0) _held.Remove(silo);
    }
}

/// <summary>Who has an item. Changed by <see cref="Assignments"/>, which counts.</summary>
internal sealed class Assignment(long since)
{
    /// <summary>The silo that accepted it; null before it answered, and during a back-off.</summary>
    public SiloAddress? Silo { get; private set; }

    /// <summary>Waits to be tried again.</summary>
    public bool BacksOff { get; private set; }

    /// <summary>When it was sent or accepted, a timestamp.</summary>
    public long Since { get; private set; } = since;

    /// <summary>Reports of its silo in a row that do not mention it.</summary>
    public int Misses { get; set; }

    /// <summary>Its silo last said that it had not begun.</summary>
    public bool Waits { get; set; }

    /// <summary>It was asked back, since another silo has free slots.</summary>
    public bool IsRecalled { get; set; }

    internal void AcceptedBy(SiloAddress silo, long now)
    {
        Silo = silo;
        Since = now;
    }

    internal void BackOff()
    {
        Silo = null;
        BacksOff = true;
    }
}
