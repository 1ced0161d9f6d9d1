using IonSweep.Learning.Groups;
using IonSweep.Sweeps.Results;
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
}
