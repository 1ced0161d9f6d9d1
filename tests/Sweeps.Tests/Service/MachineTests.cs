using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.Service;

public sealed class MachineTests
{
    [Fact]
    public async Task The_machine_shows_what_its_threads_train_and_how_far_they_are()
    {
        using HeldTrainer held = new();
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options(threads: 2, held.Trainer));
        await SweepFixture.SubmitAsync(service, SweepFixture.Spec with { Strategies = ["e", "noise"] });
        await held.UntilHeldAsync(2);

        Machine machine = Assert.Single(await service.MachinesAsync());
        Assert.Equal(("test-host", 2, 0, false, false),
            (machine.Name, machine.Slots, machine.Waiting, machine.Stopping, machine.Silent));
        Assert.Equal(["cpu"], machine.Trainers);
        string[] running = [.. (await service.GetAsync(SweepFixture.Id))!.Items.Where(item => item.Status == WorkStatus.Running)
            .Select(item => item.Id)];
        Assert.Equal(running.Order(), machine.Work.Select(work => work.Item).Order());
        foreach (MachineWork work in machine.Work)
        {
            Assert.Equal((SweepFixture.Id, WorkKind.Cell, 0, "e", "mlp"), (work.Sweep, work.Kind, work.Fold, work.Strategy, work.Model));
            Assert.Equal($"cells/0/{work.Target}/e", work.Item);
            Assert.Equal(1, work.Progress!.Epoch);
            Assert.True(work.Seconds > 0);
        }

        held.Release();
        await SweepFixture.EndAsync(service);
        Assert.Empty(Assert.Single(await service.MachinesAsync()).Work);
    }
}
