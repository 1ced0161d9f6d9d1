using System.Text;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Training;

public class CheckpointTests
{
    private static readonly CpuTrainer Trainer = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(35)]
    public void Mlp_resumed_after_any_step_has_the_bits_of_an_undisturbed_run(int steps)
    {
        MlpTask task = TestData.Mlp();
        Trained<MlpWeights> whole = Trainer.Train(task, new TrainingRun()), resumed = Interrupted(run => Trainer.Train(task, run), steps);
        AssertSame(whole.History, resumed.History);
        Assert.All(whole.Weights.Layers.Zip(resumed.Weights.Layers), pair => AssertSame(pair.First, pair.Second));
    }

    [Theory]
    [InlineData(0.9, 0, "mlp-averaged")]
    [InlineData(0, 1, "mlp-falling")]
    [InlineData(0.9, 1, "mlp-averaged-falling")]
    public void A_calmer_training_resumed_after_any_step_has_the_bits_of_an_undisturbed_run(double averaging, int wait, string network)
    {
        TrainingOptions options = new() { BatchSize = 40, EpochCap = 12, LearningRate = 0.03 };
        MlpTask plain = TestData.Mlp(options: options),
            task = TestData.Mlp(options: options with { Averaging = averaging, HalvingWait = wait });
        Assert.Equal(network, task.Network);
        Trained<MlpWeights> whole = Trainer.Train(task, new TrainingRun());
        Assert.NotEqual(Trainer.Train(plain, new TrainingRun()).History.ValidationLoss, whole.History.ValidationLoss);
        for (int steps = 0; steps < 36; steps++)
        {
            Trained<MlpWeights> resumed = Interrupted(run => Trainer.Train(task, run), steps);
            AssertSame(whole.History, resumed.History);
            Assert.All(whole.Weights.Layers.Zip(resumed.Weights.Layers), pair => AssertSame(pair.First, pair.Second));
        }
        MemorySlot slot = Saved(run => Trainer.Train(plain, run));
        Assert.Throws<CheckpointMismatchException>(() => Trainer.Train(task, new TrainingRun { Checkpoint = slot }));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 3)]
    [InlineData(24, 3)]
    public void Vae_resumed_after_any_step_has_the_bits_of_an_undisturbed_run(int steps, int conditions)
    {
        VaeTask task = TestData.Vae(conditions, DecoderInput.Dense);
        Trained<VaeWeights> whole = Trainer.Train(task, new TrainingRun()), resumed = Interrupted(run => Trainer.Train(task, run), steps);
        AssertSame(whole.History, resumed.History);
        AssertSame(whole.Weights.EncoderHidden, resumed.Weights.EncoderHidden);
        AssertSame(whole.Weights.EncoderOutput, resumed.Weights.EncoderOutput);
        AssertSame(whole.Weights.DecoderInput!, resumed.Weights.DecoderInput!);
        AssertSame(whole.Weights.DecoderHidden, resumed.Weights.DecoderHidden);
        AssertSame(whole.Weights.DecoderOutput, resumed.Weights.DecoderOutput);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    [InlineData(7, 3)]
    [InlineData(24, 3)]
    public void Cnn_resumed_after_any_step_has_the_bits_of_an_undisturbed_run(int steps, int auxiliary)
    {
        CnnTask task = TestData.Cnn(auxiliary: auxiliary);
        Trained<CnnWeights> whole = Trainer.Train(task, new TrainingRun()), resumed = Interrupted(run => Trainer.Train(task, run), steps);
        AssertSame(whole.History, resumed.History);
        Assert.Equal(CnnFile.Write(whole.Weights), CnnFile.Write(resumed.Weights));
    }

    [Fact]
    public void Cnns_checkpoint_moves_between_vector_widths_and_knows_its_auxiliary_quantities()
    {
        CnnTask task = TestData.Cnn();
        Trained<CnnWeights> whole = Trainer.Train(task, new TrainingRun());
        MemorySlot slot = new();
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => new CpuTrainer(KernelSet.Scalar).Train(task, CancelledAfter(source, slot, 2)));
        CnnTask other = task with { TrainingAuxiliary = [.. task.TrainingAuxiliary.Select(value => value + 1)] };
        Assert.Contains("training data",
            Assert.Throws<CheckpointMismatchException>(() => Trainer.Train(other, new TrainingRun { Checkpoint = slot })).Message);
        Trained<CnnWeights> resumed = new CpuTrainer(KernelSet.Bits256).Train(task, new TrainingRun { Checkpoint = slot });
        Assert.Equal(CnnFile.Write(whole.Weights), CnnFile.Write(resumed.Weights));
    }

    [Fact]
    public void State_saved_between_two_steps_resumes_the_same_after_a_kill()
    {
        // Every state that is ever written leads to the same end: a kill may come at any time.
        MlpTask task = TestData.Mlp(options: new TrainingOptions { BatchSize = 40, EpochCap = 3 });
        RecordingSlot slot = new();
        Trained<MlpWeights> whole = Trainer.Train(task, new TrainingRun { Checkpoint = slot, CheckpointInterval = TimeSpan.Zero });
        Assert.Equal(9, slot.States.Count);
        foreach (byte[] state in slot.States)
        {
            Trained<MlpWeights> resumed = Trainer.Train(task, new TrainingRun { Checkpoint = new MemorySlot { State = state } });
            AssertSame(whole.History, resumed.History);
            Assert.All(whole.Weights.Layers.Zip(resumed.Weights.Layers), pair => AssertSame(pair.First, pair.Second));
        }
    }

    [Fact]
    public void Nothing_is_saved_before_the_interval_has_passed()
    {
        MemorySlot slot = new();
        Trainer.Train(TestData.Mlp(), new TrainingRun { Checkpoint = slot, CheckpointInterval = TimeSpan.FromHours(1) });
        Assert.Equal(0, slot.Saves);
    }

    [Fact]
    public void Checkpoint_moves_between_vector_widths()
    {
        MlpTask task = TestData.Mlp();
        Trained<MlpWeights> whole = Trainer.Train(task, new TrainingRun());
        MemorySlot slot = new();
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => new CpuTrainer(KernelSet.Scalar).Train(task, CancelledAfter(source, slot, 2)));
        Trained<MlpWeights> resumed = new CpuTrainer(KernelSet.Bits256).Train(task, new TrainingRun { Checkpoint = slot });
        Assert.All(whole.Weights.Layers.Zip(resumed.Weights.Layers), pair => AssertSame(pair.First, pair.Second));
    }

    public static TheoryData<string, string> Differences() => new()
    {
        { "learning rate", "learning rate: 0.02" },
        { "patience", "patience: 7" },
        { "architecture", "mlp-23-17-6-1" },
        { "data", "training data" },
        { "targets", "training data" },
        { "validation", "validation rows: 30" },
        { "stream", "batch order" },
        { "numerics", "numerics version: 0" },
        { "trainer", "trainer: other" },
        { "kind", "vae-" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Checkpoint_of_another_task_is_refused_and_the_difference_named(string change, string named)
    {
        MlpTask task = TestData.Mlp();
        MemorySlot slot = Saved(run => Trainer.Train(task, run));
        MlpTask other = change switch
        {
            "learning rate" => task with { Options = task.Options with { LearningRate = 0.02 } },
            "patience" => task with { Options = task.Options with { Patience = 7 } },
            "architecture" => task with { Architecture = new MlpArchitecture(23, [17, 6], 1) },
            "data" => task with { Training = RowSet.All(TestData.Uniform("others", 90, 23)) },
            "targets" => task with { TrainingTargets = [.. task.TrainingTargets.Select(value => value + 1)] },
            "validation" => task with
            {
                Validation = RowSet.All(TestData.Uniform("mlp-validation", 30, 23)),
                ValidationTargets = task.ValidationTargets[..30],
            },
            "stream" => task with { BatchOrder = StreamKeys.BatchOrder(2, 0, 90) },
            _ => task,
        };
        if (change is "numerics") slot.State = Replace(slot.State!, $"numerics version: {Trainer.NumericsVersion}", "numerics version: 0");
        if (change is "trainer") slot.State = Replace(slot.State!, "trainer: cpu", "trainer: other");
        if (change is "kind") slot = Saved(run => Trainer.Train(TestData.Vae(0, DecoderInput.Dense), run));

        CheckpointMismatchException error = Assert.Throws<CheckpointMismatchException>(
            () => Trainer.Train(other, new TrainingRun { Checkpoint = slot }));
        Assert.Contains(named, error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(2000)]
    public void Truncated_checkpoint_is_refused(int length)
    {
        MemorySlot slot = Saved(run => Trainer.Train(TestData.Mlp(), run));
        slot.State = slot.State![..length];
        Assert.Throws<CheckpointMismatchException>(() => Trainer.Train(TestData.Mlp(), new TrainingRun { Checkpoint = slot }));
    }

    private static MemorySlot Saved(Action<TrainingRun> train)
    {
        MemorySlot slot = new();
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => train(CancelledAfter(source, slot, 1)));
        Assert.NotNull(slot.State);
        return slot;
    }

    private static TrainingRun CancelledAfter(CancellationTokenSource source, ICheckpointSlot slot, int epochs) => new()
    {
        Cancellation = source.Token,
        Checkpoint = slot,
        EpochCompleted = report =>
        {
            if (report.Epoch == epochs) source.Cancel();
        },
    };

    /// <summary>Cancels after so many steps, by a slot that counts them, then resumes to the end.</summary>
    private static T Interrupted<T>(Func<TrainingRun, T> train, int steps)
    {
        using CancellationTokenSource source = new();
        CountingSlot slot = new(steps, source);
        Assert.Throws<OperationCanceledException>(
            () => train(new TrainingRun { Cancellation = source.Token, Checkpoint = slot, CheckpointInterval = TimeSpan.Zero }));
        return train(new TrainingRun { Checkpoint = new MemorySlot { State = slot.State } });
    }

    private static byte[] Replace(byte[] state, string text, string by)
    {
        byte[] from = Encoding.UTF8.GetBytes(text), to = Encoding.UTF8.GetBytes(by);
        int at = state.AsSpan().IndexOf(from);
        byte[] changed = [.. state[..at], .. to, .. state[(at + from.Length)..]];
        const int LengthAt = 12; // after the magic and the format version
        BitConverter.TryWriteBytes(changed.AsSpan(LengthAt), BitConverter.ToInt32(state, LengthAt) + to.Length - from.Length);
        return changed;
    }

    private static void AssertSame(TrainingHistory expected, TrainingHistory actual)
    {
        Assert.Equal(expected.TrainingLoss, actual.TrainingLoss);
        Assert.Equal(expected.ValidationLoss, actual.ValidationLoss);
        Assert.Equal(expected.BestEpoch, actual.BestEpoch);
        Assert.Equal(expected.CapHit, actual.CapHit);
    }

    private static void AssertSame(DenseWeights expected, DenseWeights actual)
    {
        Assert.Equal(expected.Weight, actual.Weight);
        Assert.Equal(expected.Bias, actual.Bias);
    }

    private sealed class RecordingSlot : ICheckpointSlot
    {
        public List<byte[]> States { get; } = [];

        public byte[]? Load() => null;

        public void Save(ReadOnlySpan<byte> state) => States.Add(state.ToArray());
    }

    /// <summary>With an interval of zero the state is saved before every step.</summary>
    private sealed class CountingSlot(int steps, CancellationTokenSource source) : ICheckpointSlot
    {
        private int _left = steps;

        public byte[]? State { get; private set; }

        public byte[]? Load() => null;

        public void Save(ReadOnlySpan<byte> state)
        {
            State = state.ToArray();
            if (_left-- == 0) source.Cancel();
        }
    }
}
