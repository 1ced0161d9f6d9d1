using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Models;

public class ModelPlanTests
{
    [Fact]
    public void Families_stand_beside_strategies_and_groups_are_one_item_for_all_targets()
    {
        SweepPlan plan = SweepPlan.Create(
            new SweepSpec
            {
                Folds = 1,
                Targets = ["zn2", "cu2"],
                AugmentedTargets = ["cu2"],
                Models = ["pls", "mlp", "mlp-group"],
                Strategies = ["sim"],
                Trust = new TrustSpec { Evaluate = true }
            },
            SampleDatasets.Linear(targets: 3));
        Assert.Equal(
        [
            "cells/0/zn2/e <- ",
            "cells/0/cu2/e <- ",
            "cells/0/zn2/e/pls <- ",
            "cells/0/cu2/e/pls <- ",
            "groups/0/e/mlp-group <- ",
            "folds/0/forward/sim <- ",
            "cells/0/cu2/sim/pls <- folds/0/forward/sim",
            "cells/0/cu2/sim <- folds/0/forward/sim",
            "groups/0/sim/mlp-group <- folds/0/forward/sim",
            "trust/0/e/pls <- cells/0/zn2/e/pls cells/0/cu2/e/pls",
            "trust/0/sim/pls <- cells/0/cu2/sim/pls",
            "trust/0/e/mlp <- cells/0/zn2/e cells/0/cu2/e",
            "trust/0/sim/mlp <- cells/0/cu2/sim",
            "trust/0/e/mlp-group <- groups/0/e/mlp-group",
            "trust/0/sim/mlp-group <- groups/0/sim/mlp-group",
        ],
            plan.Items.Select(item => $"{item.Id} <- {string.Join(' ', item.Needs)}"));
        Assert.All(plan.Items.Where(item => item.Kind is WorkKind.Cell or WorkKind.MultiTarget), item => Assert.NotEmpty(item.Model));
    }

    [Fact]
    public void Patterns_of_a_vae_are_labelled_by_networks_that_a_sweep_of_other_families_does_not_report()
    {
        SweepPlan plan = SweepPlan.Create(new SweepSpec { Folds = 1, Models = ["pls"], Strategies = ["vae-u"] },
            SampleDatasets.Linear(targets: 2));
        Assert.Equal(["cells/0/zn2/e", "cells/0/cu2/e"], plan.Items.Where(item => item.LabellingOnly).Select(item => item.Id));
        Assert.Equal(["cells/0/zn2/e/pls", "cells/0/cu2/e/pls", "cells/0/zn2/vae-u/pls", "cells/0/cu2/vae-u/pls"],
            plan.Items.Where(item => item.Kind == WorkKind.Cell && !item.LabellingOnly).Select(item => item.Id));
    }
}
