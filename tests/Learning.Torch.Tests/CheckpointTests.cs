using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using TorchSharp;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>Stopping, going on, and refusing what belongs to another training.</summary>
public sealed class CheckpointTests
{
    private static readonly TorchTrainer Torch = new(new TorchOptions { Device = TorchDevice.Cpu, CheckpointShare = 1 });

    /// <summary>One of three is cancelled after its third epoch; the others go on. It then goes on in another company.</summary>
    [LibtorchFact]
    public async Task A_cancelled_network_goes_on_where_it_was_and_the_others_are_not_disturbed()
    {
        using CancellationTokenSource cancellation = new();
        Slot slot = new();
        MlpTask task = SmallTasks.Mlp("stopped", rows: 70);
        GroupMember<MlpWeights> stopped = new(task, new TrainingRun
        {
            Cancellation = cancellation.Token,
            Checkpoint = slot,
            EpochCompleted = report => { if (report.Epoch == 3) cancellation.Cancel(); },
        });
        GroupMember<MlpWeights>[] others = [.. Enumerable.Range(0, 2).Select(i => Member(SmallTasks.Mlp($"other{i}")))];

        Torch.TrainTogether([others[0], stopped, others[1]]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Outcome);
        Assert.Equal(1, slot.Saves);
        foreach (GroupMember<MlpWeights> other in others) Assert.Equal(6, (await other.Outcome).History.Epochs);

        List<int> epochs = [];
        GroupMember<MlpWeights> resumed = new(
            task, new TrainingRun { Checkpoint = slot, EpochCompleted = report => epochs.Add(report.Epoch) });
        Torch.TrainTogether([resumed, Member(SmallTasks.Mlp("company"))]);

        Assert.Equal([4, 5, 6], epochs);
        Trained<MlpWeights> whole = Torch.Train(task, new TrainingRun()), actual = await resumed.Outcome;
        Compare.Losses(whole.History, actual.History, 1e-5);
        Compare.Weights(whole.Weights.Layers, actual.Weights.Layers, 1e-5);
    }

    /// <summary>
    /// Also where the next epoch's order is computed ahead, as on a CUDA device: what is saved is of the epoch that has ended.
    /// </summary>
    [LibtorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_generator_goes_on_from_any_checkpoint(bool asOnCuda)
    {
        TorchTrainer trainer = asOnCuda
            ? new TorchTrainer(new TorchOptions { CheckpointShare = 1 }, new Place(torch.CPU, IsLaunchBound: true)) : Torch;
        VaeTask task = new Folds().Vae(0, conditioned: true, DecoderInput.Dense, new TrainingOptions { EpochCap = 4 });
        Slot slot = new();
        Trained<VaeWeights> whole = trainer.Train(task, new TrainingRun { Checkpoint = slot, CheckpointInterval = TimeSpan.Zero });
        Assert.Equal(3, slot.All.Count);

        foreach (byte[] state in slot.All)
        {
            Trained<VaeWeights> resumed = trainer.Train(task, new TrainingRun { Checkpoint = new Slot(state) });
            Compare.Losses(whole.History, resumed.History, 1e-6);
            Compare.Weights(Compare.Layers(whole.Weights), Compare.Layers(resumed.Weights), 1e-6);
        }
    }

    [LibtorchFact]
    public void Checkpoints_of_one_trainer_are_refused_by_the_other_by_name()
    {
        MlpTask task = SmallTasks.Mlp("refused");
        Slot ofCpu = new(), ofTorch = new();
        CpuTrainer cpu = new();
        cpu.Train(task, new TrainingRun { Checkpoint = ofCpu, CheckpointInterval = TimeSpan.Zero });
        Torch.Train(task, new TrainingRun { Checkpoint = ofTorch, CheckpointInterval = TimeSpan.Zero });

        CheckpointMismatchException toTorch =
            Assert.Throws<CheckpointMismatchException>(() => Torch.Train(task, new TrainingRun { Checkpoint = ofCpu }));
        CheckpointMismatchException toCpu =
            Assert.Throws<CheckpointMismatchException>(() => cpu.Train(task, new TrainingRun { Checkpoint = ofTorch }));

        Assert.Contains("it has \"trainer: cpu\", this training has \"trainer: torch\"", toTorch.Message, StringComparison.Ordinal);
        Assert.Contains("it has \"trainer: torch\", this training has \"trainer: cpu\"", toCpu.Message, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public async Task Cancelling_all_ends_the_group()
    {
        using CancellationTokenSource cancellation = new();
        TrainingRun run = new() { Cancellation = cancellation.Token, EpochCompleted = _ => cancellation.Cancel() };
        GroupMember<MlpWeights>[] members = [
            .. Enumerable.Range(0, 3).Select(i => new GroupMember<MlpWeights>(SmallTasks.Mlp($"all{i}"), run))];

        Torch.TrainTogether(members);

        foreach (GroupMember<MlpWeights> member in members)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => member.Outcome);
    }

    private static GroupMember<MlpWeights> Member(MlpTask task) => new(task, new TrainingRun());

    private sealed class Slot(byte[]? state = null) : ICheckpointSlot
    {
        public List<byte[]> All { get; } = [];

        public int Saves => All.Count;

        public byte[]? Load() => All.Count > 0 ? All[^1] : state;

        public void Save(ReadOnlySpan<byte> state) => All.Add(state.ToArray());
    }
}
