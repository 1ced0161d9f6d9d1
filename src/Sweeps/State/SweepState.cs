using IonSweep.Sweeps.Planning;

namespace IonSweep.Sweeps.State;

/// <summary>
/// Where every work item of a sweep stands, and what may start next. Knows no clock, store or thread: the same calls in the same
/// order give the same state, and any order in which work ends gives the same end. A call costs O(log n + number of dependants).
/// Not safe for concurrent calls; whoever runs the sweep serialises them.
/// </summary>
public sealed class SweepState
{
    private readonly WorkStatus[] _status;
    private readonly int[] _missing; // needs that are not done
    private readonly Dictionary<int, string> _reasons = []; // of failed items
    private readonly SortedSet<int> _ready = [];
    private readonly int[] _counts = new int[Enum.GetValues<WorkStatus>().Length];

    /// <summary>Everything waits or is ready.</summary>
    public SweepState(SweepPlan plan)
    {
        Plan = plan;
        Opened = plan.Items.Count;
        _status = new WorkStatus[plan.Items.Count];
        _missing = new int[plan.Items.Count];
        _counts[(int)WorkStatus.Waiting] = plan.Items.Count;
        for (int i = 0; i < _missing.Length; i++)
        {
            _missing[i] = plan.NeedsOf(i).Length;
            if (_missing[i] == 0) Set(i, WorkStatus.Ready);
        }
    }

    /// <summary>The work.</summary>
    public SweepPlan Plan { get; }

    /// <summary>
    /// Leading items that are open. Those behind wait until they are opened; the sweep is complete without them.
    /// </summary>
    public int Opened { get; private set; }

    /// <summary>Closes the items from here on, before anything has begun.</summary>
    public void CloseFrom(int item)
    {
        for (int i = item; i < Opened; i++)
            if (_status[i] == WorkStatus.Ready) Set(i, WorkStatus.Waiting);
            else Require(i, WorkStatus.Waiting);
        Opened = item;
    }

    /// <summary>Opens the items up to here.</summary>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> OpenTo(int end)
    {
        List<int> changed = [];
        for (int i = Opened; i < end; i++)
        {
            if (_missing[i] == 0) Set(i, WorkStatus.Ready);
            changed.Add(i);
        }
        Opened = end;
        return changed;
    }

    /// <summary>Number of items in this state.</summary>
    public int Count(WorkStatus status) => _counts[(int)status];

    /// <summary>Items that are done, failed or blocked: nothing will change them but damage to their artifacts.</summary>
    public int Finished => Count(WorkStatus.Done) + Count(WorkStatus.Failed) + Count(WorkStatus.Blocked);

    /// <summary>Nothing remains to be done.</summary>
    public bool IsComplete => Finished == Opened;

    /// <summary>The ready item of highest priority; −1 when none is.</summary>
    public int NextReady => _ready.Count == 0 ? -1 : _ready.Min;

    /// <summary>Where one item stands.</summary>
    public WorkStatus StatusOf(int item) => _status[item];

    /// <summary>Why an item failed, or what blocks it; else empty. Does not depend on the order in which work ended.</summary>
    public string FailureOf(int item)
    {
        if (_status[item] == WorkStatus.Failed) return _reasons[item];
        if (_status[item] != WorkStatus.Blocked) return "";
        int cause = item;
        while (_status[cause] == WorkStatus.Blocked)
        {
            int failed = -1;
            foreach (int need in Plan.NeedsOf(cause))
                if (failed < 0 && _status[need] is WorkStatus.Failed or WorkStatus.Blocked) failed = need;
            cause = failed;
        }
        return $"Blocked because {Plan.Items[cause].Id} failed: {_reasons[cause]}";
    }

    /// <summary>A ready item runs.</summary>
    /// <returns>Items whose status changed.</returns>
    public IReadOnlyList<int> Started(int item)
    {
        Require(item, WorkStatus.Ready);
        Set(item, WorkStatus.Running);
        return [item];
    }

    /// <summary>
    /// An item's result is stored: of a running one, or of any unfinished one whose result was found in the store.
    /// </summary>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> Done(int item)
    {
        Require(item, WorkStatus.Waiting, WorkStatus.Ready, WorkStatus.Running);
        Set(item, WorkStatus.Done);
        List<int> changed = [item];
        foreach (int dependant in Plan.DependantsOf(item))
            if (--_missing[dependant] == 0 && _status[dependant] == WorkStatus.Waiting)
            {
                Set(dependant, WorkStatus.Ready);
                changed.Add(dependant);
            }
        return changed;
    }

    /// <summary>An item failed for a reason of its own; everything that needs it is blocked.</summary>
    /// <param name="item">The item.</param>
    /// <param name="reason">For a person.</param>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> Failed(int item, string reason)
    {
        Require(item, WorkStatus.Waiting, WorkStatus.Ready, WorkStatus.Running);
        Set(item, WorkStatus.Failed);
        _reasons[item] = reason;
        List<int> changed = [item];
        for (int next = 0; next < changed.Count; next++)
            foreach (int dependant in Plan.DependantsOf(changed[next]))
                if (_status[dependant] is WorkStatus.Waiting or WorkStatus.Ready)
                {
                    Set(dependant, WorkStatus.Blocked);
                    changed.Add(dependant);
                }
        return changed;
    }

    /// <summary>A running item stopped before its end (cancelled, its machine lost); it may start again.</summary>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> Stopped(int item) => Stopped(item, []);

    /// <summary>
    /// A running item could not go on because artifacts of what it needs are missing or damaged. Those are done again, then the item;
    /// results that were already made from them stay, since doing it again gives the same bits.
    /// </summary>
    /// <param name="item">The running item.</param>
    /// <param name="damaged">Done items among its needs; those already being done again are ignored.</param>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> Stopped(int item, IReadOnlyCollection<int> damaged)
    {
        Require(item, WorkStatus.Running);
        List<int> changed = [item];
        foreach (int need in damaged)
        {
            if (!Plan.NeedsOf(item).Contains(need))
                throw new ArgumentException($"'{Plan.Items[item].Id}' does not need '{Plan.Items[need].Id}'.", nameof(damaged));
            if (_status[need] != WorkStatus.Done) continue;
            foreach (int dependant in Plan.DependantsOf(need))
            {
                _missing[dependant]++;
                if (_status[dependant] != WorkStatus.Ready) continue;
                Set(dependant, WorkStatus.Waiting);
                changed.Add(dependant);
            }
            Set(need, _missing[need] == 0 ? WorkStatus.Ready : WorkStatus.Waiting);
            changed.Add(need);
        }
        // A need may have failed on its second run while this item still ran.
        bool blocked = false;
        foreach (int need in Plan.NeedsOf(item)) blocked |= _status[need] is WorkStatus.Failed or WorkStatus.Blocked;
        Set(item, blocked ? WorkStatus.Blocked : _missing[item] == 0 ? WorkStatus.Ready : WorkStatus.Waiting);
        return changed;
    }

    /// <summary>Cancels everything unfinished that does not run.</summary>
    /// <inheritdoc cref="Started" path="/returns"/>
    public IReadOnlyList<int> Cancel()
    {
        List<int> changed = [];
        for (int i = 0; i < _status.Length; i++)
            if (_status[i] is WorkStatus.Waiting or WorkStatus.Ready)
            {
                Set(i, WorkStatus.Cancelled);
                changed.Add(i);
            }
        return changed;
    }

    private void Set(int item, WorkStatus status)
    {
        if (_status[item] == WorkStatus.Ready) _ready.Remove(item);
        _counts[(int)_status[item]]--;
        _counts[(int)status]++;
        _status[item] = status;
        if (status == WorkStatus.Ready) _ready.Add(item);
    }

    private void Require(int item, params ReadOnlySpan<WorkStatus> allowed)
    {
        if (!allowed.Contains(_status[item]))
            throw new InvalidOperationException(
                $"Work item '{Plan.Items[item].Id}' is {_status[item]}; this needs it to be {string.Join(" or ", allowed.ToArray())}.");
    }
}
