using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Web.Remote;
using IonSweep.Web.Security;

namespace IonSweep.Web.Tests;

/// <summary>What happened to a sweep, with the person who asked for it, over HTTP and on the page.</summary>
public sealed partial class HistoryTests
{
    [Fact]
    public async Task Whoever_submits_extends_and_cancels_stands_in_the_history_and_on_the_page()
    {
        using NamedTokens tokens = new();
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions { TokensFile = tokens.Path });
        using HttpClient reader = Client(training, tokens.Of(Role.Read)), submitter = Client(training, tokens.Of(Role.Submit));
        using HttpResponseMessage stored = await submitter.PutAsync(
            "/api/datasets?name=small.csv", new StringContent(TrainingServer.SmallCsv(), Encoding.UTF8, "text/csv"));
        string sha256 = Sha().Match(await stored.Content.ReadAsStringAsync()).Value;
        using (HttpSweepService sweeps = new(training.Server.Address, tokens.Of(Role.Submit)))
        {
            await sweeps.SubmitAsync(SpecReader.Read(
                $"preset: custom\nfolds: 1\nmodels: [pls]\ndata: {{source: stored, sha256: {sha256}}}"), "one");
            await foreach (SweepUpdate _ in sweeps.WatchAsync("one")) { }
        }
        using (HttpResponseMessage extended = await Client(training, tokens.Of(Role.Administer)).PostAsync(
            "/api/sweeps/one/extend", new StringContent("{\"models\": [\"mlp\"], \"folds\": 2}", Encoding.UTF8, "application/json")))
            extended.EnsureSuccessStatusCode();
        using HttpSweepService watcher = new(training.Server.Address, tokens.Of(Role.Read));
        await foreach (SweepUpdate _ in watcher.WatchAsync("one")) { }

        IReadOnlyList<HistoryEntry> history = await watcher.HistoryAsync("one");
        Assert.Equal(
        [
            (HistoryKind.Submitted, "submiter"), (HistoryKind.Started, ""), (HistoryKind.Ended, ""),
            (HistoryKind.Extended, "administerer"), (HistoryKind.Started, ""), (HistoryKind.Ended, ""),
        ], history.Select(entry => (entry.Kind, entry.By)));
        string json = await reader.GetStringAsync("/api/sweeps/one/history");
        Assert.Equal(history, JsonSerializer.Deserialize<HistoryEntry[]>(json, SweepJson.Compact)!);

        string page = WebUtility.HtmlDecode(await reader.GetStringAsync("/sweeps/one"));
        Assert.Contains("<h2>What happened</h2>", page);
        Assert.Equal(history.Count, (await reader.GetStringAsync("/sweeps/one/fragments/history")).Split("<time ").Length - 1);
        Assert.Contains("<b>submitted</b> by submiter</td>", page);
        Assert.Contains("<b>extended</b> by administerer: folds: 1 → 2; models: + mlp</td>", page);
    }

    private static HttpClient Client(TrainingServer training, string token)
    {
        HttpClient client = training.Server.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Sha();
}
