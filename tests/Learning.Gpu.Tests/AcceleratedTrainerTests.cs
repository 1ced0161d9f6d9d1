using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using static IonSweep.Learning.Gpu.Tests.Trainers;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>The trainer cpu with a device beside it.</summary>
public sealed class AcceleratedTrainerTests
{
    private static readonly GroupingOptions AtOnce = new() { Wait = TimeSpan.Zero };

    [Fact]
    public void Work_of_the_device_and_of_the_processor_has_one_name_one_version_and_one_set_of_bits()
    {
        Lost generators = new() { Networks = [VaeTask.Kind] };
        AcceleratedTrainer trainer = new([OnKernels, generators], AtOnce), without = new([generators], AtOnce);
        MlpTask regression = SmallTasks.Mlp("mixed", [6]);

        Assert.Equal(("cpu", Reference.NumericsVersion), (trainer.Name, trainer.NumericsVersion));
        Assert.Equal(Reference.Networks, trainer.Networks);
        SameBits.Of(Reference.Train(regression, new TrainingRun()), trainer.Train(regression, new TrainingRun()));
        SameBits.Of(Reference.Train(regression, new TrainingRun()), without.Train(regression, new TrainingRun()));
        Assert.Equal(0, generators.Asked);
    }

    /// <summary>Each kind of network is a group; the groups train side by side.</summary>
    [Fact]
    public async Task Convolutional_and_regression_networks_at_once()
    {
        AcceleratedTrainer trainer = new([OnKernels], new GroupingOptions { Wait = TimeSpan.FromMilliseconds(20) });
        MlpTask[] regressions = [.. Enumerable.Range(0, 2).Select(i => SmallTasks.Mlp($"n{i}", [6]))];
        CnnTask[] convolutions = [.. Enumerable.Range(0, 2).Select(i => SmallTasks.Cnn($"n{i}", options: SmallTasks.Options(3)))];

        Task<Trained<MlpWeights>>[] first = [.. regressions.Select(task => OnThread(() => trainer.Train(task, new TrainingRun())))];
        Task<Trained<CnnWeights>>[] second = [.. convolutions.Select(task => OnThread(() => trainer.Train(task, new TrainingRun())))];

        for (int i = 0; i < 2; i++)
        {
            SameBits.Of(Reference.Train(regressions[i], new TrainingRun()), await first[i]);
            SameBits.Of(Reference.Train(convolutions[i], new TrainingRun()), await second[i]);
        }
    }

    [Fact]
    public async Task A_group_takes_networks_of_one_kind()
    {
        GroupMember<MlpWeights> regression = new(SmallTasks.Mlp("a", [6], options: SmallTasks.Options(1)), new TrainingRun());
        GroupMember<CnnWeights> convolution = new(SmallTasks.Cnn("a"), new TrainingRun());

        OnKernels.TrainTogether([regression, convolution]);

        Assert.Equal(1, (await regression.Outcome).History.Epochs);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => convolution.Outcome);
        Assert.Contains("cannot be trained in group 'mlp-23-6-1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gpu_has_kernels_for_every_network_of_the_cpu() =>
        Assert.Equal(Reference.Networks.Order(), OnKernels.Networks.Order());

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

    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Lost : IGroupTrainer
    {
        public int Asked { get; private set; }

        public string Name => "gpu";

        public string Numerics { get; init; } = "cpu";

        public int NumericsVersion => 2;

        public IReadOnlyCollection<string> Networks { get; init; } = [MlpTask.Kind];

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
