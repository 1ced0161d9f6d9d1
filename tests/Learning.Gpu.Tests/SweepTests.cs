using IonSweep.Learning.Groups;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>A whole sweep whose networks are trained by the kernels leaves what the trainer cpu leaves.</summary>
public sealed class SweepTests
{
    [Fact]
    public async Task A_sweep_with_a_device_leaves_the_same_bytes()
    {
        WatchedStore store = new();
        AcceleratedTrainer trainer = new([Trainers.OnKernels], new GroupingOptions { Wait = TimeSpan.FromMilliseconds(20) });

        SweepSummary ended = await SweepFixture.RunAsync(store, threads: 8, trainer);

        Assert.Equal((SweepStatus.Completed, 0), (ended.Status, ended.Failed));
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    /// <summary>Regression networks of a target each beside convolutional ones of all.</summary>
    [Fact]
    public async Task A_sweep_of_convolutional_networks_with_a_device_leaves_the_same_bytes()
    {
        SweepSpec spec = SweepFixture.Spec with
        {
            Folds = 1,
            Models = ["mlp", "cnn-multitask"],
            Strategies = ["e"],
            Multitask = new MultitaskSpec { LearningRate = 0.01, BatchSize = 16, Patience = 3, EpochCap = 6 },
        };
        WatchedStore expected = new(), actual = new();
        AcceleratedTrainer trainer = new([Trainers.OnKernels], new GroupingOptions { Wait = TimeSpan.FromMilliseconds(20) });

        await SweepFixture.RunAsync(expected, spec: spec);
        SweepSummary ended = await SweepFixture.RunAsync(actual, threads: 4, trainer, spec);

        Assert.Equal((SweepStatus.Completed, 0), (ended.Status, ended.Failed));
        Assert.Contains(",cnn-multitask,", SweepFixture.Csv(actual), StringComparison.Ordinal);
        Assert.Equal(SweepFixture.Csv(expected), SweepFixture.Csv(actual));
        Assert.Equal(SweepFixture.Fixed(expected), SweepFixture.Fixed(actual));
    }
}
