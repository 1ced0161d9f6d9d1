using System.Text.RegularExpressions;
using IonSweep.Web.Tests.Browser;

namespace IonSweep.Client.Tests.Browser;

/// <summary>The whole way in a browser, at <c>ionsweep serve</c> as a process of its own and as somebody who may submit.</summary>
public sealed partial class WholeWayTests
{
    [ChromiumFact]
    public async Task From_dropped_files_to_predictions_and_a_comparison_at_a_served_process()
    {
        using SmallSweep folder = new();
        IonSweepProcess.Ended made = (await IonSweepProcess.RunAsync(
            folder.Folder, "token", "new", "anna", "--role", "submit", "--tokens-file", "people")).Expect(0);
        using IonSweepProcess serving = IonSweepProcess.Start(
            folder.Folder, "serve", "--data-dir", "served", "--urls", "http://127.0.0.1:0", "--tokens-file", "people");
        string address = Address().Match(await serving.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Value;
        await WholeWay.GoAsync(new Uri(address), Token().Match(made.Output).Value);
        serving.Signal(IonSweepProcess.Sigterm);
        (await serving.EndAsync()).Expect(0);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"ionsweep-\S+")]
    private static partial Regex Token();
}
