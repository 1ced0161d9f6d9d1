using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

public sealed class MachineTests
{
    [Fact]
    public async Task Each_silo_shows_the_work_that_it_trains_and_how_far_that_is()
    {
        using HeldTrainer held = new();
        await using SweepCluster cluster = await SweepCluster.StartAsync(new WatchedStore(), held.Trainer);
        await cluster.SubmitAsync();
        await held.UntilHeldAsync(2);

        IReadOnlyList<Machine> machines = await cluster.Service.MachinesAsync();
        Assert.Equal(2, machines.Count);
        Assert.Equal(machines.OrderBy(machine => machine.Name, StringComparer.Ordinal), machines);
        foreach (Machine machine in machines)
        {
            Assert.Equal((1, "none", false, false), (machine.Slots, machine.Accelerator, machine.Stopping, machine.Silent));
            Assert.Equal(["cpu"], machine.Trainers);
            MachineWork work = Assert.Single(machine.Work);
            Assert.Equal(SweepFixture.Id, work.Sweep);
            Assert.Equal(1, work.Progress!.Epoch);
        }

        held.Release();
        await cluster.EndAsync();
        Assert.All(await cluster.Service.MachinesAsync(), machine => Assert.Empty(machine.Work));
        SweepReport report = await cluster.Service.ReportAsync(SweepFixture.Id);
        foreach (Machine machine in machines) // it was there that it was trained
            Assert.Equal(machine.Name, report.Timings.Single(timing => timing.Id == machine.Work[0].Item).Host);
    }
}
