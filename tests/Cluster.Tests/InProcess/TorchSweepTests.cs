using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Torch.Tests;
using IonSweep.Learning.Training;
using IonSweep.Silo.Hosting;
using IonSweep.Silo.Options;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

/// <summary>Sweeps on silos that offer the trainer <c>torch</c>, on CPU libtorch.</summary>
public sealed class TorchSweepTests
{
    [LibtorchFact]
    public async Task Auto_takes_torch_where_a_silo_offers_it_and_every_result_says_so()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, Torch(), silos: 1, slots: 32);

        await cluster.SubmitAsync(SweepFixture.Spec with { Trainer = TrainerChoice.Auto });
        SweepSummary ended = await cluster.EndAsync();

        Assert.Equal((SweepStatus.Completed, 28, 0), (ended.Status, ended.Finished, ended.Failed));
        SweepReport report = await cluster.Service.ReportAsync(SweepFixture.Id);
        Assert.Equal("torch", report.Spec.Trainer);
        Assert.All(report.Results.Cells, cell => Assert.Equal(("torch", 1), (cell.Trainer, cell.NumericsVersion)));

        // The same networks as the trainer cpu's, up to rounding. Augmented ones see other generated spectra when rounding decides on one.
        await using InProcessSweepService cpu = new(await SweepFixture.CompletedAsync(), SweepFixture.Options());
        Dictionary<(int, string), double> expected =
            (await cpu.ResultsAsync(SweepFixture.Id)).Cells.Where(cell => cell.Strategy == "e").ToDictionary(
                cell => (cell.Fold, cell.Target), cell => cell.Mae);
        foreach (CellResult cell in report.Results.Cells.Where(cell => cell.Strategy == "e"))
            Assert.InRange(cell.Mae / expected[(cell.Fold, cell.Target)], 0.99, 1.01);
    }

    [LibtorchFact]
    public async Task A_sweep_begun_with_one_trainer_is_refused_with_the_other_and_a_trainer_that_no_silo_offers_is_named()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, Torch(), silos: 1, slots: 4);

        SweepMismatchException mismatch = await Assert.ThrowsAsync<SweepMismatchException>(
            () => cluster.SubmitAsync(SweepFixture.Spec with { Trainer = "torch" }));
        Assert.Contains("trainer", mismatch.Message, StringComparison.Ordinal);
        InvalidSpecException invalid = await Assert.ThrowsAsync<InvalidSpecException>(
            () => cluster.SubmitAsync(SweepFixture.Spec, id: "new"));
        Assert.Contains("no active silo offers the trainer 'cpu'; offered are: torch:1.", invalid.Message, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public async Task A_cancelled_sweep_goes_on_from_its_checkpoints()
    {
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, Torch(), silos: 1, slots: 32);
        // So long that it is cancelled in the middle, wherever that is; the second time by the silo's end.
        SweepSpec spec = SweepFixture.Spec with
        {
            Trainer = "torch",
            Strategies = ["e"],
            Regression = SweepFixture.Spec.Regression with { Patience = 100_000, EpochCap = 1_000_000 }
        };
        await cluster.SubmitAsync(spec);
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(SweepFixture.Id))
            if (update.Changed.Any(item => item.Progress is { Epoch: > 3 })) break;

        await cluster.Service.CancelAsync(SweepFixture.Id);

        Assert.Equal(SweepStatus.Cancelled, (await cluster.EndAsync()).Status);
        Assert.Contains(store.Artifacts.Keys, path => path.EndsWith("/checkpoint", StringComparison.Ordinal));

        await cluster.SubmitAsync(spec);
        int first = 0;
        await foreach (SweepUpdate update in cluster.Service.WatchAsync(SweepFixture.Id))
            if ((first = update.Changed.Select(item => item.Progress?.Epoch ?? 0).FirstOrDefault(epoch => epoch > 0)) > 0) break;
        Assert.True(first > 1, "The first epoch after going on is the first of all.");
    }

    [LibtorchFact]
    public async Task A_device_that_fails_for_a_while_fails_no_cell()
    {
        int failures = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ =>
            {
                if (Interlocked.Increment(ref failures) <= 3)
                    throw new TrainingDeviceException("The device has no memory left.", new InvalidOperationException());
            },
        };
        WatchedStore store = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, trainer, silos: 1, slots: 2);

        await cluster.SubmitAsync();

        SweepSummary ended = await cluster.EndAsync();
        Assert.Equal((SweepStatus.Completed, 28, 0), (ended.Status, ended.Finished, ended.Failed));
        Assert.True(failures > 3);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [LibtorchFact]
    public void A_silo_without_the_device_offers_cpu_and_says_why()
    {
        OfferedTrainers offered = OfferedTrainers.Find(
            new Silo.Options.SlotOptions { Trainer = SiloTrainer.Torch, TorchDevice = TorchDevice.Cuda, CudaIndex = 99 });

        Assert.Equal("cpu", Assert.Single(offered.Trainers).Name);
        Assert.Equal(Environment.ProcessorCount, offered.Slots);
        Assert.StartsWith("There is no CUDA device 99", offered.Trouble, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public void A_silo_with_torch_takes_as_much_work_as_a_group_has()
    {
        OfferedTrainers offered = OfferedTrainers.Find(
            new Silo.Options.SlotOptions { Trainer = SiloTrainer.Torch, TorchDevice = TorchDevice.Cpu, GroupSize = 40 });

        Assert.Equal(("torch", 40, ""), (Assert.Single(offered.Trainers).Name, offered.Slots, offered.Trouble));
    }

    private static GroupingTrainer Torch() =>
        new(new TorchTrainer(new TorchOptions { Device = TorchDevice.Cpu }), new GroupingOptions { Wait = TimeSpan.FromMilliseconds(50) });
}
