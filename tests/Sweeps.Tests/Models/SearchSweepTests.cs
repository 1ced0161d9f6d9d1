using IonSweep.Learning.Selection;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>Searches as work items: in one, or in batches where there are many preprocessings.</summary>
public sealed class SearchSweepTests
{
    /// <summary>70 preprocessings: two batches.</summary>
    private static readonly string Many = string.Join(", ",
        from window in Enumerable.Range(1, 5).Select(half => 2 * half + 1)
        from derivative in Enumerable.Range(0, 2)
        from before in (string[])["", "{kind: snv}, ", "{kind: msc}, ", "{kind: detrend}, ", "{kind: detrend, degree: 1}, ",
            "{kind: autoscale}, ", "{kind: emsc}, "]
        select $"[{before}{{kind: savitzkyGolay, window: {window}, polynomial: 1, derivative: {derivative}}}]");

    private static readonly SweepSpec Spec = SpecReader.Read($$"""
        folds: 2
        targets: [zn2, cu2]
        models: [pls, selected, ensemble]
        strategies: [e]
        search: {pipelines: [{{Many}}], methods: [pls, ridge, gp-scores], innerFolds: 3, repeats: 1, race: 2, ensembleSize: 4}
        """);

    private static readonly Lazy<Task<WatchedStore>> Completed = new(async () =>
    {
        WatchedStore store = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, spec: Spec);
        Assert.Equal(SweepStatus.Completed, summary.Status);
        return store;
    });

    [Fact]
    public void A_small_search_is_one_work_item_and_a_large_one_batches_and_the_rest()
    {
        Assert.Equal(
        [
            "search/0/zn2/e <- ",
            "search/0/cu2/e <- ",
            "cells/0/zn2/e/pls <- ",
            "cells/0/zn2/e/selected <- search/0/zn2/e",
            "cells/0/cu2/e/pls <- ",
            "cells/0/cu2/e/selected <- search/0/cu2/e",
            "folds/0/forward/sim <- ",
            "search/0/zn2/sim <- folds/0/forward/sim",
            "cells/0/zn2/sim/pls <- folds/0/forward/sim",
            "cells/0/zn2/sim/selected <- folds/0/forward/sim search/0/zn2/sim",
        ],
            Lines(new SweepSpec
            {
                Folds = 1,
                Targets = ["zn2", "cu2"],
                AugmentedTargets = ["zn2"],
                Models = ["pls", "selected"],
                Strategies = ["e", "sim"],
            }));
        Assert.Equal(
        [
            "search/0/zn2/e/0 <- ",
            "search/0/cu2/e/0 <- ",
            "search/0/zn2/e/1 <- ",
            "search/0/cu2/e/1 <- ",
            "search/0/zn2/e <- search/0/zn2/e/0 search/0/zn2/e/1",
            "search/0/cu2/e <- search/0/cu2/e/0 search/0/cu2/e/1",
        ],
            Lines(Spec with { Folds = 1 }).Where(line => line.StartsWith("search")));

        static IEnumerable<string> Lines(SweepSpec spec) => SweepPlan.Create(spec, SampleDatasets.Linear(targets: 2)).Items
            .Select(item => $"{item.Id} <- {string.Join(' ', item.Needs)}");
    }

    [Fact]
    public async Task Batches_find_what_one_search_of_everything_finds()
    {
        WatchedStore store = await Completed.Value;
        IReadOnlyList<SearchCandidate> batches = Candidates("search/0/cu2/e");
        Assert.Equal(70 * 2 + 2, batches.Count);
        Assert.Equal(64 * 2, Candidates("search/0/cu2/e/0").Count);
        // The same spec with the preprocessings of the best few alone is one search.
        int[] kept = [.. batches.Select(candidate => candidate.Pipeline).Distinct().Take(10).Order()];
        WatchedStore few = new();
        await SweepFixture.RunAsync(few, spec: SpecReader.Read(SpecWriter.ToYaml(Spec).Replace(
            PipelinesOf(Spec), "pipelines: [" + string.Join(", ", kept.Select(index => Separate()[index])) + "]")));
        IReadOnlyList<SearchCandidate> alone = SearchArtifact.Read(
            few.Artifacts[SweepPaths.Model(SweepFixture.Id, "search/0/cu2/e")], "few");
        foreach (SearchCandidate candidate in alone)
        {
            SearchCandidate same = batches.Single(
                one => one.Pipeline == kept[candidate.Pipeline] && one.Method == candidate.Method);
            Assert.Equal((same.Setting, same.Rmse), (candidate.Setting, candidate.Rmse));
        }
        Assert.Equal(batches[0].Rmse, alone[0].Rmse);
        Assert.Equal(batches[0].HeldOut, alone[0].HeldOut);
        Assert.Equal(
            SweepFixture.Csv(store).Split('\n').Where(line => line.Contains(",cu2,") && line.Contains("Selected")).Select(Errors),
            SweepFixture.Csv(few).Split('\n').Where(line => line.Contains(",cu2,") && line.Contains("Selected")).Select(Errors));

        IReadOnlyList<SearchCandidate> Candidates(string item) =>
            SearchArtifact.Read(store.Artifacts[SweepPaths.Model(SweepFixture.Id, item)], item);

        static string Errors(string line) => string.Join(',', line.Split(',')[8..12]);
    }

    [Fact]
    public async Task A_search_is_the_same_on_any_number_of_threads_and_after_damage_to_any_part()
    {
        Dictionary<string, string> expected = SweepFixture.Fixed(await Completed.Value);
        WatchedStore one = new();
        await SweepFixture.RunAsync(one, threads: 1, spec: Spec);
        Assert.Equal(expected, SweepFixture.Fixed(one));

        string[] damaged = ["search/0/zn2/e/1", "search/1/cu2/e", "cells/0/zn2/e/ensemble"];
        foreach (string item in damaged) one.Artifacts[SweepPaths.Model(SweepFixture.Id, item)] = [1, 2, 3];
        one.Artifacts.TryRemove(SweepPaths.Result(SweepFixture.Id, "search/0/zn2/e"), out _);
        one.Artifacts.TryRemove(SweepPaths.Result(SweepFixture.Id, "cells/1/cu2/e/selected"), out _);
        SweepSummary summary = await SweepFixture.RunAsync(one, spec: Spec);
        Assert.Equal(SweepStatus.Completed, summary.Status);
        Assert.Equal(expected, SweepFixture.Fixed(one));
    }

    [Fact]
    public async Task A_search_that_cannot_be_done_fails_alone_and_says_why()
    {
        WatchedStore store = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, spec: SpecReader.Read("""
            folds: 1
            targets: [zn2]
            models: [pls, selected]
            strategies: [e]
            search: {pipelines: [[{kind: epo}]]} # needs replicates
            """));
        Assert.Equal(SweepStatus.CompletedWithFailures, summary.Status);
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Null(results.Cells.Single(cell => cell.Model == "pls").Failure);
        Assert.Contains("None of the preprocessings", results.Cells.Single(cell => cell.Model == "selected").Failure!.Reason);
    }

    private static string PipelinesOf(SweepSpec spec) =>
        SpecWriter.ToYaml(spec).Split('\n').Single(line => line.TrimStart().StartsWith("pipelines:")).Trim();

    private static string[] Separate() => [.. Many.Split("], ").Select(one => one.TrimEnd(']') + "]")];
}
