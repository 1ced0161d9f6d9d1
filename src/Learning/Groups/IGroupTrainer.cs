using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Groups;

/// <summary>
/// A trainer that trains many networks in one pass: as fast as one where a device has room for more than one. A network's result
/// depends on its own task alone, up to rounding.
/// </summary>
public interface IGroupTrainer : ITrainer
{
    /// <summary>Names what networks of one group have in common; tasks with equal names may be trained together.</summary>
    /// <exception cref="UnsupportedNetworkException">It cannot train the task's kind of network.</exception>
    string GroupOf(NetworkTask task);

    /// <summary>Estimate of the device memory that a task takes in a group, bytes; rows shared with others count in full.</summary>
    /// <exception cref="UnsupportedNetworkException">It cannot train the task's kind of network.</exception>
    long MemoryOf(NetworkTask task);

    /// <summary>
    /// Trains all members, synchronously. What goes wrong for one is its <see cref="GroupMember{TWeights}.Outcome"/>, a
    /// <see cref="TrainingDeviceException"/> that of all.
    /// </summary>
    /// <param name="members">Tasks of one group, at least one.</param>
    /// <param name="newcomers">Asked between epochs for tasks of the same group that join; null for none.</param>
    void TrainTogether(IReadOnlyList<GroupMember> members, Func<IReadOnlyList<GroupMember>>? newcomers = null);
}
