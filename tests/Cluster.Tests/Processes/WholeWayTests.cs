using IonSweep.Client.Tests.Browser;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>The whole way in a browser, at a gateway in front of two silos.</summary>
public sealed class WholeWayTests
{
    [ServersFact(Browser = true)]
    public async Task From_dropped_files_to_predictions_and_a_comparison_at_a_gateway()
    {
        await using Gateway gateway = await Gateway.StartAsync();
        await WholeWay.GoAsync(gateway.Address, Gateway.Token);
    }
}
