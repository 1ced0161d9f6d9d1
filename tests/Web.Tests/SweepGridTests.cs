using IonSweep.Charts;
using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Web.Pages;

namespace IonSweep.Web.Tests;

/// <summary>The grid of a sweep with several model families.</summary>
public class SweepGridTests
{
    [Fact]
    public async Task Families_stand_side_by_side_and_a_group_in_the_row_of_every_target()
    {
        string[] ids =
        [
            "cells/0/zn2/e", "cells/0/cu2/e", "cells/0/zn2/e/pls", "cells/0/cu2/e/pls", "groups/0/e/mlp-group", "folds/0/forward/sim",
            "cells/0/zn2/sim/pls", "trust/0/sim/pls",
        ];
        SweepSpec spec = new()
        {
            Targets = ["zn2", "cu2"],
            AugmentedTargets = ["zn2"],
            Models = ["pls", "mlp", "mlp-group"],
            Strategies = ["e", "sim"]
        };
        SweepSummary summary = new("grid", SweepStatus.Running, new DatasetReference("d", new string('0', 64), true, "test"), "models", "",
            DateTime.UnixEpoch, ids.Length, 0, 0, "");
        SweepSnapshot snapshot = new(1, summary, spec, [.. ids.Select(id => new WorkItemSnapshot(id, WorkStatus.Ready, null, null, ""))],
            null);
        Dictionary<string, string> names = new()
        {
            ["zn2"] = "Zn2+",
            ["cu2"] = "Cu2+",
            ["e"] = "MLP",
            ["e/pls"] = "PLS",
            ["sim/pls"] = "PLS+SIM",
            ["e/mlp-group"] = "MLP group",
            ["sim"] = "E+SIM"
        };
        string html = await ComponentText.RenderAsync(typeof(SweepGrid),
            new Dictionary<string, object?> { [nameof(SweepGrid.Snapshot)] = snapshot, [nameof(SweepGrid.Names)] = names });

        foreach (string id in ids)
            Assert.Equal(id.StartsWith("groups/", StringComparison.Ordinal) ? 2 : 1, html.Split($"data-item=\"{id}\"").Length - 1);
        string[] columns = ["<span>PLS</span>", "<span>PLS&#x2B;SIM</span>", "<span>MLP</span>", "<span>MLP group</span>"];
        int[] places = [.. columns.Select(column => html.IndexOf(column, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("PLS&#x2B;SIM, trust", html);
        Assert.Contains("E&#x2B;SIM, generated spectra", html);
    }
}
