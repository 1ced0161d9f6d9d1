using System.Text.Json;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Tests;

/// <summary>What trains, for programs and on its page.</summary>
public sealed class MachineTests
{
    internal static readonly IReadOnlyList<Machine> Two =
    [
        new Machine
        {
            Name = "silo-0",
            Slots = 4,
            Trainers = ["cpu"],
            Waiting = 3,
            Work =
            [
                new MachineWork
                {
                    Sweep = "corn", Item = "cells/3/oil/noise/pls", Kind = WorkKind.Cell, Fold = 3, Target = "oil", Strategy = "noise",
                    Model = "pls", Seconds = 75,
                },
                new MachineWork
                {
                    Sweep = "other", Item = "folds/0/vae", Kind = WorkKind.Generator, Fold = 0, Target = "", Strategy = "", Model = "vae",
                    Seconds = 2, Progress = new WorkProgress(17, 1, 1, 16, 1),
                },
            ],
        },
        new Machine { Name = "silo-1", Slots = 256, Trainers = ["gpu", "cpu"], Accelerator = "cuda", Silent = true },
        new Machine { Name = "silo-2", Slots = 0, Trainers = [] },
    ];

    [Fact]
    public async Task Programs_get_each_machine_with_what_it_does_and_the_service_is_asked_once_a_second_at_most()
    {
        ManualClock clock = new();
        ScriptedSweepService service = new() { Machines = Two };
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Clock = clock });
        using JsonDocument answer = JsonDocument.Parse(await server.Client.GetStringAsync("/api/machines"));
        JsonElement first = answer.RootElement[0], work = first.GetProperty("work")[0];
        Assert.Equal(3, answer.RootElement.GetArrayLength());
        Assert.Equal(("silo-0", 4, 3),
            (first.GetProperty("name").GetString(), first.GetProperty("slots").GetInt32(), first.GetProperty("waiting").GetInt32()));
        Assert.Equal(("corn", "cell", 3, "oil", "noise", "pls"),
            (work.GetProperty("sweep").GetString(), work.GetProperty("kind").GetString(), work.GetProperty("fold").GetInt32(),
                work.GetProperty("target").GetString(), work.GetProperty("strategy").GetString(), work.GetProperty("model").GetString()));
        Assert.Equal(17, first.GetProperty("work")[1].GetProperty("progress").GetProperty("epoch").GetInt32());
        Assert.True(answer.RootElement[1].GetProperty("silent").GetBoolean());

        await server.Client.GetStringAsync("/machines");
        await server.Client.GetStringAsync("/machines/now");
        Assert.Equal(1, service.MachineLists);
        clock.Pass(TimeSpan.FromSeconds(1));
        await server.Client.GetStringAsync("/machines/now");
        Assert.Equal(2, service.MachineLists);
    }

    [Fact]
    public async Task The_page_names_what_each_machine_trains_and_leads_to_sweeps_and_to_the_dashboard_where_there_is_one()
    {
        ScriptedSweepService service = new() { Machines = Two };
        await using RunningServer plain = await RunningServer.StartAsync(service);
        string page = await plain.Client.GetStringAsync("/machines");
        Assert.Contains("<a href=\"/machines\" aria-current=\"page\">Machines</a>", page);
        Assert.Contains("2 of 4, 3 waiting", page);
        Assert.Contains("<a href=\"/sweeps/corn\">corn</a></td><td>cell</td><td class=\"n\">3</td><td>oil</td><td>noise</td><td>pls</td>",
            page);
        Assert.Contains(
            "<td>generator</td><td class=\"n\">0</td><td>&#x2013;</td><td>&#x2013;</td><td>vae</td><td class=\"n\">17</td>", page);
        Assert.Contains("gpu, cpu (cuda)", page);
        Assert.Contains("does not answer now", page);
        Assert.Contains("coordinates and trains nothing", page);
        Assert.DoesNotContain("dashboard", page);

        await using RunningServer gateway = await RunningServer.StartAsync(service, new ServerOptions { Dashboard = "/dashboard/" });
        Assert.Contains("<a href=\"/dashboard/\">Orleans dashboard</a>", await gateway.Client.GetStringAsync("/machines"));
    }
}
