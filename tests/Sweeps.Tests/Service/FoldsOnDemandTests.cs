using System.Text;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>A sweep that adds folds while something is undecided, and stops by itself.</summary>
public sealed class FoldsOnDemandTests
{
    /// <summary>Fractions of a second: calibration lines against PLS.</summary>
    internal static readonly SweepSpec Spec = SpecReader.Read(
        "{models: [pls, univariate], strategies: [e], folds: {from: 8, to: 64, until: decided}}");

    [Fact]
    public async Task It_stops_when_all_is_decided_with_the_bytes_of_any_other_run()
    {
        WatchedStore store = new(), other = new(), whole = new();
        SweepSummary ended = await SweepFixture.RunAsync(store, threads: 1, spec: Spec);
        await SweepFixture.RunAsync(other, threads: 2, spec: Spec);
        Assert.Equal(SweepFixture.Csv(store), SweepFixture.Csv(other));

        SweepDefinition definition = SealedJson.Open<SweepDefinition>(store.Artifacts[SweepPaths.Definition(SweepFixture.Id)])!;
        SweepPlan plan = definition.Plan();
        Assert.Equal((SweepStatus.Completed, ended.WorkItems), (ended.Status, ended.Finished));
        int folds = ended.WorkItems * 64 / plan.Items.Count;
        Assert.Contains(folds, (int[])[8, 16, 32]);

        await using InProcessSweepService service = new(store, SweepFixture.Options());
        SweepResults results = await service.ResultsAsync(SweepFixture.Id);
        Assert.All(results.ModelComparisons, one => Assert.True(one.Comparison.Pairs == folds
            && (one.Comparison.Verdict != Verdict.Undecided || one.Comparison.FoldsToDecide is null or > 64)));
        Assert.Contains(results.ModelComparisons, one => one.Comparison.Verdict == Verdict.Worse);
        Assert.All((await service.GetAsync(SweepFixture.Id))!.Items.Skip(ended.WorkItems),
            item => Assert.Equal(WorkStatus.Cancelled, item.Status));

        // The folds are the first of those that a sweep of fixed folds has.
        await SweepFixture.RunAsync(whole, spec: Spec with { FirstFolds = null });
        Assert.StartsWith(SweepFixture.Csv(store), SweepFixture.Csv(whole));
    }

    [Fact]
    public async Task Stopped_between_its_looks_it_goes_on_to_the_same_end()
    {
        WatchedStore store = new(), undisturbed = new();
        await SweepFixture.RunAsync(undisturbed, spec: Spec);
        await using (InProcessSweepService service = new(store, SweepFixture.Options(1)))
        {
            await SweepFixture.SubmitAsync(service, Spec);
            await foreach (SweepUpdate update in service.WatchAsync(SweepFixture.Id))
                if (update.Summary.Finished > 5) break;
        }
        await SweepFixture.RunAsync(store, spec: Spec);
        Assert.Equal(SweepFixture.Csv(undisturbed), SweepFixture.Csv(store));
        Assert.Equal(Judged(undisturbed), Judged(store));
    }

    [Fact]
    public void Specs_say_it_as_people_do_and_fixed_folds_as_before()
    {
        Assert.Equal((8, 64), (Spec.FirstFolds, Spec.Folds));
        Assert.Equal((8, 40), (SpecReader.Read("folds: {to: 40}").FirstFolds, SpecReader.Read("folds: {to: 40}").Folds));
        Assert.Equal((null, 12), (SpecReader.Read("folds: 12").FirstFolds, SpecReader.Read("folds: 12").Folds));
        foreach (SweepSpec spec in (SweepSpec[])[Spec, new SweepSpec()])
            Assert.Empty(SpecDifferences.Between(spec, SpecReader.Read(SpecWriter.ToYaml(spec))));
        Assert.Contains("folds: {from: 8, to: 64, until: decided}", SpecWriter.ToYaml(Spec));
        Assert.Contains("folds: 8 ", SpecWriter.ToYaml(new SweepSpec()));
        Assert.Contains("folds.until: expected decided, found 'tired'",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("folds: {until: tired}")).Message);
        Assert.Contains("folds.from: expected 5 to 8, found 9",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("folds: {from: 9, to: 8}")).Message);
    }

    private static string Judged(WatchedStore store) => System.Text.RegularExpressions.Regex.Replace(
        Encoding.UTF8.GetString(store.Artifacts[SweepPaths.SummaryJson(SweepFixture.Id)]), "\"(createdUtc|reason)\": \".*?\"", "");
}
