using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Planning;

public class SweepPlanTests
{
    [Fact]
    public void The_paper_preset_has_256_cells_16_generators_and_24_synthetic_sets()
    {
        SweepPlan plan = SweepPlan.Create(SpecPresets.Get(SpecPresets.Paper), SampleDatasets.Linear(targets: 8));
        Assert.Equal(256, plan.Items.Count(item => item.Kind == WorkKind.Cell));
        Assert.Equal(16, plan.Items.Count(item => item.Kind == WorkKind.Generator));
        Assert.Equal(24, plan.Items.Count(item => item.Kind == WorkKind.SyntheticSet));
        Assert.DoesNotContain(plan.Items, item => item.LabellingOnly);
        Assert.Equal(plan.Items.OrderBy(item => item.Fold).Select(item => item.Id), plan.Items.Select(item => item.Id));
    }

    [Fact]
    public void One_fold_comes_in_order_of_priority_with_its_needs()
    {
        SweepPlan plan = SweepPlan.Create(new SweepSpec { Folds = 1, Targets = ["cu2"], Strategies = ["vae-u", "cvae-n"] },
            SampleDatasets.Linear(targets: 3));
        Assert.Equal(
        [
            "folds/0/vae <- ",
            "folds/0/cvae <- ",
            "cells/0/zn2/e <-  (labelling only)",
            "cells/0/cu2/e <- ",
            "cells/0/li/e <-  (labelling only)",
            "folds/0/vae/vae-u <- folds/0/vae cells/0/zn2/e cells/0/cu2/e cells/0/li/e",
            "folds/0/cvae/cvae-n <- folds/0/cvae",
            "cells/0/cu2/vae-u <- folds/0/vae/vae-u",
            "cells/0/cu2/cvae-n <- folds/0/cvae/cvae-n",
        ],
            plan.Items.Select(item => $"{item.Id} <- {string.Join(' ', item.Needs)}{(item.LabellingOnly ? " (labelling only)" : "")}"));
    }

    [Fact]
    public void Without_labelled_strategies_only_chosen_references_are_planned()
    {
        SweepPlan plan = SweepPlan.Create(new SweepSpec { Folds = 1, Targets = ["cu2"], Strategies = ["cvae-n"] },
            SampleDatasets.Linear(targets: 3));
        Assert.Equal(["folds/0/cvae", "cells/0/cu2/e", "folds/0/cvae/cvae-n", "cells/0/cu2/cvae-n"], plan.Items.Select(item => item.Id));
        Assert.Equal(["cells/0/cu2/e"], SweepPlan.Create(
            new SweepSpec { Folds = 1, Targets = ["cu2"], Strategies = [] }, SampleDatasets.Linear()).Items.Select(item => item.Id));
    }

    [Fact]
    public void The_uniform_widths_share_one_generator()
    {
        SweepPlan plan = SweepPlan.Create(new SweepSpec { Folds = 1, Strategies = ["vae-u", "vae-u-sqrt3", "vae-u-3sd"] },
            SampleDatasets.Linear());
        Assert.Single(plan.Items, item => item.Kind == WorkKind.Generator);
        Assert.Equal(3, plan.Items.Count(item => item.Kind == WorkKind.SyntheticSet));
    }

    [Fact]
    public void Dependants_mirror_needs()
    {
        SweepPlan plan = SweepPlan.Create(new SweepSpec { Folds = 2 }, SampleDatasets.Linear());
        var fromNeeds = Enumerable.Range(0, plan.Items.Count).SelectMany(i => plan.NeedsOf(i).ToArray().Select(need => (need, i)));
        var fromDependants = Enumerable.Range(
            0, plan.Items.Count).SelectMany(i => plan.DependantsOf(i).ToArray().Select(dependant => (i, dependant)));
        Assert.Equal(fromNeeds.Order(), fromDependants.Order());
        Assert.Equal(3, plan.IndexOf(plan.Items[3].Id));
        Assert.Equal(-1, plan.IndexOf("cells/9/zn2/e"));
    }

    [Fact]
    public void A_plan_with_a_missing_need_or_a_repeated_id_is_refused()
    {
        WorkItem a = new("a", WorkKind.Generator, 0, "", "", "a", []), b = new("b", WorkKind.Cell, 0, "zn2", "e", "", ["a"]);
        Assert.Contains("not listed before", Assert.Throws<ArgumentException>(() => new SweepPlan([b, a])).Message);
        Assert.Contains("the id 'a'", Assert.Throws<ArgumentException>(() => new SweepPlan([a, a])).Message);
    }
}
