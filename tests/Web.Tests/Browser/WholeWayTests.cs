namespace IonSweep.Web.Tests.Browser;

/// <summary>The whole way in a browser, at a server in one process.</summary>
public sealed class WholeWayTests
{
    [ChromiumFact]
    public async Task From_dropped_files_to_predictions_and_a_comparison()
    {
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions { Token = "a-token-of-good-length" });
        await WholeWay.GoAsync(training.Server.Address, "a-token-of-good-length");
    }
}
