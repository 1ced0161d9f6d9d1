
namespace IonSweep.Learning.Groups;

/// <summary>
/// Trainings of one group: those that wait to be trained and those that are, on a thread of its own for as long as there are any.
/// </summary>
internal sealed class TrainingGroup(
    string name, GroupRoom room,
    Action<IReadOnlyList<GroupMember>, Func<IReadOnlyList<GroupMember>>?> train)
{
    private readonly LinkedList<(GroupMember Member, long Bytes)> _waiting = [];
    private readonly List<(GroupMember Member, long Bytes)> _training = [];
    private bool _running;

    /// <summary>Takes a training; the room's lock is held.</summary>
    public void Add(GroupMember member, long bytes)
    {
        _waiting.AddLast((member, bytes));
        Monitor.PulseAll(room);
        if (_running) return;
        _running = true;
        new Thread(Run) { IsBackground = true, Name = $"group {name}" }.Start();
    }

    /// <summary>A training that still waits need not wait until there is room to notice that it was cancelled.</summary>
    public void Withdraw(GroupMember member)
    {
        lock (room)
        {
            LinkedListNode<(GroupMember Member, long Bytes)>? node = _waiting.First;
            while (node is not null && node.Value.Member != member) node = node.Next;
            if (node is null) return;
            _waiting.Remove(node);
            Monitor.PulseAll(room);
        }
        member.Fail(new OperationCanceledException(member.Run.Cancellation));
    }

    private void Run()
    {
        while (true)
        {
            IReadOnlyList<GroupMember> members = First();
            if (members.Count == 0) return;
            string trouble = "The trainer left it without an end.";
            try
            {
                train(members, Newcomers);
            }
            catch (Exception e)
            {
                trouble = $"{e.GetType().Name}: {e.Message}";
            }
            lock (room)
            {
                foreach ((GroupMember member, _) in _training)
                    if (!member.HasEnded)
                        member.Fail(new InvalidOperationException($"Training in group '{name}' failed. {trouble}"));
                Leave();
            }
        }
    }

    /// <summary>
    /// Those that begin together: waits for company, then for room. Empty when nobody waits any more; the thread then ends.
    /// </summary>
    private IReadOnlyList<GroupMember> First()
    {
        lock (room)
        {
            long start = room.Options.Clock.GetTimestamp();
            while (_waiting.Count is > 0 && _waiting.Count < room.Options.MaximumNetworks)
            {
                TimeSpan left = room.Options.Wait - room.Options.Clock.GetElapsedTime(start);
                if (left <= TimeSpan.Zero) break;
                Monitor.Wait(room, left);
            }
            while (_waiting.Count > 0)
            {
                IReadOnlyList<GroupMember> members = Take();
                if (members.Count > 0) return members;
                Monitor.Wait(room); // other groups have the room
            }
            _running = false;
            return [];
        }
    }

    private IReadOnlyList<GroupMember> Newcomers()
    {
        lock (room)
        {
            Leave();
            return Take();
        }
    }

    /// <summary>Moves to training what fits, in order of arrival.</summary>
    private List<GroupMember> Take()
    {
        List<GroupMember> taken = [];
        while (_waiting.First is { } next && _training.Count < room.Options.MaximumNetworks
            && (room.Bytes == 0 || room.Bytes + next.Value.Bytes <= room.Options.MaximumBytes))
        {
            _waiting.RemoveFirst();
            _training.Add(next.Value);
            room.Bytes += next.Value.Bytes;
            taken.Add(next.Value.Member);
        }
        return taken;
    }

    /// <summary>Gives back the room of those that have ended.</summary>
    private void Leave()
    {
        int count = _training.Count;
        foreach ((GroupMember member, long bytes) in _training)
            if (member.HasEnded) room.Bytes -= bytes;
        _training.RemoveAll(pair => pair.Member.HasEnded);
        if (_training.Count < count) Monitor.PulseAll(room);
    }
}
