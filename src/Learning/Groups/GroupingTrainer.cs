using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Groups;

/// <summary>
/// Puts trainings that different threads ask for at about the same time into groups of an <see cref="IGroupTrainer"/>. To each caller it
/// is a trainer like any other: its training reports, saves, is cancelled and fails alone.
/// </summary>
/// <param name="trainer">Trains the groups.</param>
/// <param name="options">How groups are formed; null for the defaults.</param>
public sealed class GroupingTrainer(IGroupTrainer trainer, GroupingOptions? options = null) : ITrainer
{
    private readonly GroupRoom _room = new(options ?? new GroupingOptions());
    private readonly Dictionary<string, TrainingGroup> _groups = [];

    /// <inheritdoc/>
    public string Name => trainer.Name;

    /// <inheritdoc/>
    public string Numerics => trainer.Numerics;

    /// <inheritdoc/>
    public int NumericsVersion => trainer.NumericsVersion;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Networks => trainer.Networks;

    /// <inheritdoc/>
    public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run)
    {
        string name = trainer.GroupOf(task);
        long bytes = trainer.MemoryOf(task);
        GroupMember<TWeights> member = new(task, run);
        TrainingGroup? group;
        lock (_room)
        {
            if (!_groups.TryGetValue(name, out group))
                _groups.Add(name, group = new TrainingGroup(name, _room, trainer.TrainTogether));
            group.Add(member, bytes);
        }
        using CancellationTokenRegistration cancelled = run.Cancellation.Register(() => group.Withdraw(member));
        return member.Outcome.GetAwaiter().GetResult();
    }
}
