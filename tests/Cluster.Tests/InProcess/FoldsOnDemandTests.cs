using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

public sealed class FoldsOnDemandTests
{
    [Fact]
    public async Task Two_silos_stop_where_one_process_stops_with_the_same_bytes()
    {
        SweepSpec spec = SpecReader.Read("{models: [pls, univariate], strategies: [e], folds: {from: 8, to: 64, until: decided}}");
        WatchedStore store = new(), alone = new();
        SweepSummary expected = await SweepFixture.RunAsync(alone, spec: spec);
        await using SweepCluster cluster = await SweepCluster.StartAsync(store);
        await cluster.SubmitAsync(spec);
        SweepSummary ended = await cluster.EndAsync();
        Assert.Equal((SweepStatus.Completed, expected.WorkItems), (ended.Status, ended.WorkItems));
        Assert.True(ended.WorkItems < 64 * 6);
        Assert.Equal(SweepFixture.Csv(alone), SweepFixture.Csv(store));
    }
}
