using IonSweep.Chaos;
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
        byte[] expected = await ChaosRun.UndisturbedAsync(ChaosRun.Spec);
        ChaosResult result = await ChaosRun.RunAsync(seed, steps: 2, silos: 2, expected, ChaosRun.Spec, output.WriteLine);
        output.WriteLine(result.ToString());
        Assert.True(result.SameBytes);
        Assert.Empty(result.Repeated);
        Assert.True(result.Passed);
    }
}
