using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Training;

/// <summary>
/// Puts trainings that different threads ask for at about the same time into groups of an <see cref="IGroupTrainer"/>. To each caller it
/// is a trainer like any other: its training reports, saves, is cancelled and fails alone.
/// </summary>
/// <param name="trainer">Trains the groups.</param>
/// <param name="options">How groups are formed; null for the defaults.</param>
public sealed class GroupingTrainer(IGroupTrainer trainer, GroupingOptions? options = null) : ITrainer
{
    private readonly GroupRoom _room = new(options ?? new GroupingOptions());
    private readonly Dictionary<string, TrainingGroup<MlpTask, TrainedMlp>> _networks = [];
    private readonly Dictionary<string, TrainingGroup<VaeTask, TrainedVae>> _generators = [];

    /// <inheritdoc/>
    public string Name => trainer.Name;

    /// <inheritdoc/>
    public int NumericsVersion => trainer.NumericsVersion;

    /// <inheritdoc/>
    public TrainedMlp TrainMlp(MlpTask task, TrainingRun run) =>
        Train(_networks, trainer.GroupOf(task), trainer.MemoryOf(task), new GroupMember<MlpTask, TrainedMlp>(task, run),
            trainer.TrainTogether);

    /// <inheritdoc/>
    public TrainedVae TrainVae(VaeTask task, TrainingRun run) =>
        Train(_generators, trainer.GroupOf(task), trainer.MemoryOf(task), new GroupMember<VaeTask, TrainedVae>(task, run),
            trainer.TrainTogether);

    /// <inheritdoc/>
    public TrainedCnn TrainCnn(CnnTask task, TrainingRun run) => trainer.TrainCnn(task, run);

    /// <inheritdoc/>
    public float[] Predict(MlpWeights network, RowSet spectra) => trainer.Predict(network, spectra);

    /// <inheritdoc/>
    public CnnPrediction Predict(CnnWeights network, RowSet spectra) => trainer.Predict(network, spectra);

    /// <inheritdoc/>
    public (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra) => trainer.Encode(generator, spectra);

    /// <inheritdoc/>
    public Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions) =>
        trainer.Decode(generator, latents, conditions);

    private TTrained Train<TTask, TTrained>(
        Dictionary<string, TrainingGroup<TTask, TTrained>> groups, string name, long bytes, GroupMember<TTask, TTrained> member,
        Action<IReadOnlyList<GroupMember<TTask, TTrained>>, Func<IReadOnlyList<GroupMember<TTask, TTrained>>>?> train)
    {
        TrainingGroup<TTask, TTrained>? group;
        lock (_room)
        {
            if (!groups.TryGetValue(name, out group)) groups.Add(name, group = new TrainingGroup<TTask, TTrained>(name, _room, train));
            group.Add(member, bytes);
        }
        using CancellationTokenRegistration cancelled = member.Run.Cancellation.Register(() => group.Withdraw(member));
        return member.Outcome.GetAwaiter().GetResult();
    }
}
