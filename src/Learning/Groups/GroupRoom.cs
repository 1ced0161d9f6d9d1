namespace IonSweep.Learning.Groups;

/// <summary>
/// Room that groups share. Also their lock: whoever changes groups holds it, and is told by a pulse when there is more room.
/// </summary>
internal sealed class GroupRoom(GroupingOptions options)
{
    public GroupingOptions Options => options;

    /// <summary>Bytes that networks in training take.</summary>
    public long Bytes { get; set; }
}
