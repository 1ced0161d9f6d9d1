using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>Families that train several networks one after the other.</summary>
public sealed class NetworkSequenceTests
{
    [Theory]
    [InlineData("mlp-5", 5, 1, 3)]
    [InlineData("mlp-5", 5, 3, 2)]
    [InlineData("mlp-5", 5, 5, 4)]
    [InlineData("mlp-raced", 6, 2, 1)]
    [InlineData("mlp-raced", 6, 4, 3)]
    [InlineData("mlp-raced", 6, 6, 5)]
    public async Task Stopped_in_any_of_its_networks_it_goes_on_to_the_same_bits(string model, int networks, int network, int epoch)
    {
        WatchedStore whole = new(), store = new();
        SweepSpec spec = MlpRacedTests.Spec with { Models = [model] };
        await SweepFixture.RunAsync(whole, spec: spec);
        using ManualResetEventSlim stopping = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0, resumed = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ => begun++,
            Epoch = report =>
            {
                if (begun != network || report.Epoch != epoch) return;
                reached.TrySetResult();
                stopping.Wait();
            },
        };
        await using (InProcessSweepService service = new(store, SweepFixture.Options(threads: 1, trainer)))
        {
            await SweepFixture.SubmitAsync(service, spec);
            await reached.Task;
            Task cancelling = service.CancelAsync(SweepFixture.Id);
            stopping.Set();
            await cancelling;
        }
        Assert.Contains(SweepPaths.Checkpoint(SweepFixture.Id, $"cells/0/zn2/e/{model}"), store.Artifacts.Keys);
        await SweepFixture.RunAsync(store, trainer: new WatchedTrainer { BeforeMlp = _ => resumed++ }, spec: spec);
        Assert.Equal(networks - network + 1, resumed);
        Assert.Equal(SweepFixture.Fixed(whole), SweepFixture.Fixed(store));
    }
}
