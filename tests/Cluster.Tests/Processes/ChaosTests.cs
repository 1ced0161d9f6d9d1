using IonSweep.Chaos;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;
using Xunit.Abstractions;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>Two short runs of the chaos command.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [ServersTheory]
    [InlineData(1)] // the coordinator's silo is killed
    [InlineData(5)] // Azurite is restarted
    public async Task A_disturbed_sweep_leaves_the_same_results(int seed)
    {
        await RunAsync(seed, ChaosRun.Spec);
    }

    [ServersFact]
    public async Task A_search_in_batches_leaves_the_same_results_when_the_coordinators_silo_is_killed()
    {
        string pipelines = string.Join(", ",
            from window in Enumerable.Range(2, 35).Select(half => 2 * half + 1)
            from before in (string[])["", "{kind: snv}, "]
            select $"[{before}{{kind: savitzkyGolay, window: {window}, polynomial: 2, derivative: 1}}]");
        await RunAsync(7, SpecReader.Read($$"""
            data: {source: simulate, everyNth: 32}
            folds: 2
            targets: [zn2, cu2]
            models: [pls, selected, ensemble]
            strategies: [e]
            search: {pipelines: [{{pipelines}}], methods: [pls, ridge, gp-scores], innerFolds: 3, repeats: 1, race: 2}
            """));
    }

    private async Task RunAsync(int seed, SweepSpec spec)
    {
        byte[] expected = await ChaosRun.UndisturbedAsync(spec);
        ChaosResult result = await ChaosRun.RunAsync(seed, steps: 2, silos: 2, expected, spec, output.WriteLine);
        output.WriteLine(result.ToString());
        Assert.True(result.SameBytes);
        Assert.Empty(result.Repeated);
        Assert.True(result.Passed);
    }
}
