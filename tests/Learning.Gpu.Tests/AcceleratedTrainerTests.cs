using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;
using static IonSweep.Learning.Gpu.Tests.Trainers;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>The trainer cpu with a device beside it.</summary>
public sealed class AcceleratedTrainerTests
{
    private static readonly GroupingOptions AtOnce = new() { Wait = TimeSpan.Zero };

    [Fact]
    public void Work_of_the_device_and_of_the_processor_has_one_name_one_version_and_one_set_of_bits()
    {
        AcceleratedTrainer trainer = new([OnKernels], AtOnce);
        MlpTask regression = SmallTasks.Mlp("mixed", [6]);
        CnnTask convolution = Convolution();

        Assert.Equal(("cpu", Reference.NumericsVersion), (trainer.Name, trainer.NumericsVersion));
        Assert.Equal(Reference.Networks, trainer.Networks);
        SameBits.Of(Reference.Train(regression, new TrainingRun()), trainer.Train(regression, new TrainingRun()));
        Assert.Equal(
            Reference.Train(convolution, new TrainingRun()).History.ValidationLoss,
            trainer.Train(convolution, new TrainingRun()).History.ValidationLoss);
    }

    [Fact]
    public void The_gpu_alone_refuses_a_network_that_it_has_no_kernels_for()
    {
        UnsupportedNetworkException e = Assert.Throws<UnsupportedNetworkException>(() => OnKernels.Train(Convolution(), new TrainingRun()));

        Assert.Equal("The trainer 'gpu' has no networks of kind 'cnn'; choose another trainer, such as 'cpu'.", e.Message);
    }

    [Fact]
    public void A_lost_device_gives_its_work_to_another_then_to_the_processor_and_is_not_asked_again()
    {
        Lost device = new(), second = new();
        List<TrainingDeviceException> told = [];
        AcceleratedTrainer trainer = new([device, second], AtOnce, processors: 1, told.Add);
        MlpTask task = SmallTasks.Mlp("lost", [6]);

        for (int i = 0; i < 2; i++) SameBits.Of(Reference.Train(task, new TrainingRun()), trainer.Train(task, new TrainingRun()));

        Assert.Equal((1, 1), (device.Asked, second.Asked));
        Assert.Equal(["the driver is gone", "the driver is gone"], told.Select(e => e.Message));
    }

    [Fact]
    public void A_trainer_with_other_bits_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new AcceleratedTrainer([new Lost { Numerics = "torch" }]));

        Assert.Contains("gives the bits of 'torch' 2; expected those of 'cpu' 2", e.Message, StringComparison.Ordinal);
    }

    private static CnnTask Convolution()
    {
        Matrix spectra = new(12, 64);
        for (int row = 0; row < spectra.Rows; row++) UniformStream.Fill(StreamKeys.Of("cnn", row), 0, spectra.Row(row));
        RowSet rows = RowSet.All(spectra);
        float[] targets = [.. Enumerable.Range(0, 12).Select(row => spectra.Row(row)[3])];
        return new CnnTask(
            new CnnArchitecture(64, 1, 0), rows, targets, [], rows, targets, StreamKeys.InitialWeights(1, 0, "cnn", "cnn"),
            StreamKeys.BatchOrder(1, 0, 12), SmallTasks.Options(2));
    }

    private sealed class Lost : IGroupTrainer
    {
        public int Asked { get; private set; }

        public string Name => "gpu";

        public string Numerics { get; init; } = "cpu";

        public int NumericsVersion => 2;

        public IReadOnlyCollection<string> Networks => [MlpTask.Kind];

        public string GroupOf(NetworkTask task) => "all";

        public long MemoryOf(NetworkTask task) => 1;

        public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run) => throw new NotSupportedException();

        public void TrainTogether(IReadOnlyList<GroupMember> members, Func<IReadOnlyList<GroupMember>>? newcomers = null)
        {
            Asked++;
            TrainingDeviceException gone = new("the driver is gone", new InvalidOperationException());
            foreach (GroupMember member in members) member.Fail(gone);
        }
    }
}
