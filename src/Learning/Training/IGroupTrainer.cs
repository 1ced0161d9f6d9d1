using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Training;

/// <summary>
/// A trainer that trains many networks in one pass: as fast as one where a device has room for more than one. A network's result
/// depends on its own task alone, up to rounding.
/// </summary>
public interface IGroupTrainer : ITrainer
{
    /// <summary>Names what networks of one group have in common; tasks with equal names may be trained together.</summary>
    string GroupOf(MlpTask task);

    /// <inheritdoc cref="GroupOf(MlpTask)"/>
    string GroupOf(VaeTask task);

    /// <summary>Estimate of the device memory that a task takes in a group, bytes; rows shared with others count in full.</summary>
    long MemoryOf(MlpTask task);

    /// <inheritdoc cref="MemoryOf(MlpTask)"/>
    long MemoryOf(VaeTask task);

    /// <summary>Trains all members, synchronously. What goes wrong for one is its <see cref="GroupMember{TTask, TTrained}.Outcome"/>, a
    /// <see cref="TrainingDeviceException"/> that of all.</summary>
    /// <param name="members">Tasks of one group, at least one.</param>
    /// <param name="newcomers">Asked between epochs for tasks of the same group that join; null for none.</param>
    void TrainTogether(
        IReadOnlyList<GroupMember<MlpTask, TrainedMlp>> members, Func<IReadOnlyList<GroupMember<MlpTask, TrainedMlp>>>? newcomers = null);

    /// <summary>The same for generators.</summary>
    /// <param name="members">Tasks of one group, at least one.</param>
    /// <param name="newcomers">Asked between epochs for tasks of the same group that join; null for none.</param>
    void TrainTogether(
        IReadOnlyList<GroupMember<VaeTask, TrainedVae>> members, Func<IReadOnlyList<GroupMember<VaeTask, TrainedVae>>>? newcomers = null);
}
