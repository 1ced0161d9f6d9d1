using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using static IonSweep.Learning.Gpu.Tests.Trainers;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>Checkpoints are the trainer cpu's: a training begun on one goes on on the other, and its end has the same bits.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public void A_training_goes_from_the_cpu_to_the_gpu_and_back()
    {
        VaeTask task = SmallTasks.Vae("moves", 3, DecoderInput.Dense);
        Slot slot = new();
        ITrainer[] trainers = [Reference, OnKernels, Reference, OnKernels];

        for (int i = 0; i < trainers.Length; i++) Interrupt(trainers[i], task, slot, afterEpochs: 1 + 2 * i);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun { Checkpoint = slot }));
        Assert.Equal(trainers.Length, slot.Saves);
    }

    [Fact]
    public void A_convolutional_training_goes_from_the_cpu_to_the_gpu_and_back()
    {
        CnnTask task = SmallTasks.Cnn("moves", options: SmallTasks.Options(8));
        Slot slot = new();
        ITrainer[] trainers = [OnKernels, Reference, OnKernels];

        for (int i = 0; i < trainers.Length; i++) Interrupt(trainers[i], task, slot, afterEpochs: 1 + 2 * i);

        Trained<CnnWeights> whole = Reference.Train(task, new TrainingRun());
        SameBits.Of(whole, OnKernels.Train(task, new TrainingRun { Checkpoint = new Slot(slot.States[^1]) }));
        SameBits.Of(whole, Reference.Train(task, new TrainingRun { Checkpoint = slot }));
        Assert.Equal(trainers.Length, slot.Saves);
    }

    [Fact]
    public void Averages_and_halvings_go_along()
    {
        MlpTask task = SmallTasks.Mlp("moves", [6], options: SmallTasks.Options(30) with
        {
            LearningRate = 0.3,
            Averaging = 0.8,
            HalvingWait = 2,
        });
        Slot slot = new();
        ITrainer[] trainers = [OnKernels, Reference, OnKernels];

        for (int i = 0; i < trainers.Length; i++) Interrupt(trainers[i], task, slot, afterEpochs: 6 * (i + 1));

        Trained<MlpWeights> whole = Reference.Train(task, new TrainingRun());
        SameBits.Of(whole, OnKernels.Train(task, new TrainingRun { Checkpoint = new Slot(slot.States[^1]) }));
        SameBits.Of(whole, Reference.Train(task, new TrainingRun { Checkpoint = slot }));
    }

    /// <summary>The trainer cpu saves within an epoch too.</summary>
    [Fact]
    public void The_gpu_goes_on_within_an_epoch()
    {
        MlpTask task = SmallTasks.Mlp("within", [6]);
        Slot all = new();
        Reference.Train(task, new TrainingRun { Checkpoint = all, CheckpointInterval = TimeSpan.Zero });
        Trained<MlpWeights> whole = Reference.Train(task, new TrainingRun());

        foreach (byte[] state in all.States.Where((_, i) => i is 1 or 6 or 11 or 79))
            SameBits.Of(whole, OnKernels.Train(task, new TrainingRun { Checkpoint = new Slot(state) }));
    }

    /// <summary>One of three is cancelled; the others are not disturbed.</summary>
    [Fact]
    public async Task A_cancelled_network_leaves_the_others_alone()
    {
        using CancellationTokenSource cancellation = new();
        Slot slot = new();
        MlpTask task = SmallTasks.Mlp("stopped", [6]);
        GroupMember<MlpWeights> stopped = new(task, new TrainingRun
        {
            Cancellation = cancellation.Token,
            Checkpoint = slot,
            EpochCompleted = _ => cancellation.Cancel(),
        });
        GroupMember<MlpWeights>[] others = [.. Enumerable.Range(0, 2).Select(i =>
            new GroupMember<MlpWeights>(SmallTasks.Mlp($"other{i}", [6]), new TrainingRun()))];

        OnKernels.TrainTogether([others[0], stopped, others[1]]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Outcome);
        foreach (GroupMember<MlpWeights> other in others) SameBits.Of(Reference.Train(other.Task, new TrainingRun()), await other.Outcome);
        SameBits.Of(Reference.Train(task, new TrainingRun()), Reference.Train(task, new TrainingRun { Checkpoint = slot }));
    }

    [Fact]
    public void Newcomers_join_between_launches_and_reports_are_those_of_every_epoch()
    {
        List<EpochReport> reports = [];
        MlpTask late = SmallTasks.Mlp("late", [6]);
        GroupMember<MlpWeights> first = new(SmallTasks.Mlp("early", [6]), new TrainingRun());
        GroupMember<MlpWeights> second = new(late, new TrainingRun { EpochCompleted = reports.Add });
        Queue<GroupMember> waiting = new([second]);

        OnKernels.TrainTogether([first], () => first.HasEnded || waiting.Count == 0 ? [] : [waiting.Dequeue()]);

        List<EpochReport> expected = [];
        Reference.Train(late, new TrainingRun { EpochCompleted = expected.Add });
        Assert.Equal(expected, reports);
    }

    [Fact]
    public void A_finished_checkpoint_is_finished_at_once()
    {
        MlpTask task = SmallTasks.Mlp("finished", [6]);
        Slot slot = new();
        Trained<MlpWeights> whole = Reference.Train(task, new TrainingRun { Checkpoint = slot, CheckpointInterval = TimeSpan.Zero });

        SameBits.Of(whole, OnKernels.Train(task, new TrainingRun { Checkpoint = slot }));
    }

    private static void Interrupt<TWeights>(ITrainer trainer, NetworkTask<TWeights> task, Slot slot, int afterEpochs)
    {
        using CancellationTokenSource cancellation = new();
        TrainingRun run = new()
        {
            Cancellation = cancellation.Token,
            Checkpoint = slot,
            EpochCompleted = report => { if (report.Epoch >= afterEpochs) cancellation.Cancel(); },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Train(task, run));
    }

    private sealed class Slot(byte[]? state = null) : ICheckpointSlot
    {
        public List<byte[]> States { get; } = [];

        public int Saves => States.Count;

        public byte[]? Load() => States.Count > 0 ? States[^1] : state;

        public void Save(ReadOnlySpan<byte> saved) => States.Add(saved.ToArray());
    }
}
