using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Tests.Specification;

public class SpecResolverTests
{
    private static readonly SpectralDataset Ions = SampleDatasets.Linear(targets: 8);

    [Fact]
    public void Targets_are_found_by_slug_name_or_unambiguous_beginning_and_stand_in_the_datasets_order()
    {
        SweepSpec resolved = SpecResolver.Resolve(
            new SweepSpec { Targets = ["NO3-", "cu2", "Zn", "nh"], AugmentedTargets = ["zn²⁺"] }, Ions);
        Assert.Equal(["zn2", "cu2", "nh4", "no3"], resolved.Targets);
        Assert.Equal(["zn2"], resolved.AugmentedTargets);
    }

    [Theory]
    [InlineData("n", "fits 'ni2' and 'nh4' and 'no3'")]
    [InlineData("zn3", "did you mean 'zn2'?")]
    [InlineData("+", "has no target '+'")]
    public void A_target_that_is_not_clear_is_refused(string name, string what)
    {
        InvalidSpecException e = Assert.Throws<InvalidSpecException>(() => SpecResolver.Resolve(new SweepSpec { Targets = [name] }, Ions));
        Assert.Equal("targets", e.Field);
        Assert.Contains(what, e.Message);
    }

    [Fact]
    public void Augmented_targets_outside_the_targets_are_refused() =>
        Assert.Contains("'fe3' is not among the targets zn2", Assert.Throws<InvalidSpecException>(
            () => SpecResolver.Resolve(new SweepSpec { Targets = ["zn2"], AugmentedTargets = ["fe3"] }, Ions)).Message);

    [Fact]
    public void The_reference_is_always_included_and_resolving_twice_changes_nothing()
    {
        SweepSpec resolved = SpecResolver.Resolve(new SweepSpec { Strategies = ["cvae-n", "vae-n", "cvae-n"] }, Ions);
        Assert.Equal(["e", "cvae-n", "vae-n"], resolved.Strategies);
        Assert.Equal(SpecWriter.ToYaml(resolved), SpecWriter.ToYaml(SpecResolver.Resolve(resolved, Ions)));
    }

    [Fact]
    public void Too_few_rows_for_a_split_are_refused() =>
        Assert.Contains("at least 3",
            Assert.Throws<InvalidSpecException>(() => SpecResolver.Resolve(new SweepSpec(), SampleDatasets.Linear(rows: 2))).Message);

    [Fact]
    public void A_label_range_that_allows_nothing_is_refused()
    {
        SpectralDataset negative = new("negative", new DatasetOrigin(false, "test"), [1, 2], [new Target("pH shift", "")],
            [.. Enumerable.Range(0, 40).Select(i => (float)i)], [.. Enumerable.Range(0, 20).Select(i => -1f - i)]);
        InvalidSpecException e = Assert.Throws<InvalidSpecException>(() => SpecResolver.Resolve(new SweepSpec(), negative));
        Assert.Equal("generator.labelRange", e.Field);
        Assert.Contains("use labelRange: min..max", e.Message);
        SpecResolver.Resolve(new SweepSpec { Generator = new GeneratorSpec { LabelRange = LabelRange.MinToMax } }, negative);
        SpecResolver.Resolve(new SweepSpec { Strategies = ["cvae-n"] }, negative);
    }

    [Fact]
    public void Every_shortcut_is_stated_and_a_choice_of_targets_is_none()
    {
        Assert.Equal("",
            SpecResolver.Resolve(SpecPresets.Get(SpecPresets.Paper) with { Targets = ["zn"], AugmentedTargets = ["zn"] }, Ions).Shortened);
        Assert.Equal("2 instead of 8 folds", SpecResolver.Resolve(new SweepSpec { Folds = 2 }, Ions).Shortened);
        string quick = SpecPresets.Get(SpecPresets.Quick).Shortened;
        Assert.Equal(quick, SpecResolver.Resolve(SpecPresets.Get(SpecPresets.Quick), Ions).Shortened);
        foreach (string shortcut in (string[])["one of 4 solutions", "2 instead of 8 folds", "400 instead of 10,000 epochs",
            "50 instead of 250 epochs of patience", "augmented cells of zn2, cu2, nh4 only"])
            Assert.Contains(shortcut, quick);
    }

    [Fact]
    public void The_paper_preset_is_the_papers_protocol()
    {
        SweepSpec paper = SpecResolver.Resolve(SpecPresets.Get(SpecPresets.Paper), Ions);
        Assert.Equal((8, 8, 8), (paper.Folds, paper.Targets.Count, paper.AugmentedTargets.Count));
        Assert.Equal(["e", "vae-n", "vae-u", "cvae-n"], paper.Strategies);
        Assert.Equal(TargetScalingKind.Raw, paper.TargetScaling);
        Assert.Equal(ChannelScalingRows.Training, paper.Scaling);
        Assert.Equal([64, 16], paper.Regression.Hidden);
        Assert.Equal((0.001, 64, 250, 10_000),
            (paper.Regression.LearningRate, paper.Regression.BatchSize, paper.Regression.Patience, paper.Regression.EpochCap));
        Assert.Equal((256, 91), (paper.Generator.Hidden, paper.Generator.Latents));
        Assert.Equal((0.001, 64, 250, 10_000),
            (paper.Generator.LearningRate, paper.Generator.BatchSize, paper.Generator.Patience, paper.Generator.EpochCap));
    }

    [Fact]
    public void Differences_name_field_and_both_values()
    {
        Assert.Equal(["folds is 2, was 8", "regression.hidden is [8], was [64,16]"], SpecDifferences.Between(
            new SweepSpec(),
            new SweepSpec { Folds = 2, Regression = new RegressionSpec { Hidden = [8] }, Data = new DataSpec { Seed = 5 } }));
    }
}
