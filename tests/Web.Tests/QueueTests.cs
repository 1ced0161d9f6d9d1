using System.Net;
using System.Text.Json;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>What an autoscaler asks for.</summary>
public class QueueTests
{
    private const string Token = "a-token-of-24-characters";

    [Fact]
    public async Task The_queue_counts_work_of_running_sweeps_by_state_and_follows_it()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        Assert.Equal((0, 0, 0, 0, 0), await QueueAsync(server));

        await service.SubmitAsync(new SweepSpec(), "first");
        await service.SubmitAsync(new SweepSpec(), "second");
        Assert.Equal((2, 0, 8, 0, 8), await QueueAsync(server));
        Assert.Equal((2, 0, 8, 0, 8), await QueueAsync(server, "?trainer=cpu"));
        Assert.Equal((0, 0, 0, 0, 0), await QueueAsync(server, "?trainer=torch"));

        service.Advance("first", ScriptedSweepService.Items[0], WorkStatus.Running);
        service.Advance("first", ScriptedSweepService.Items[1], WorkStatus.Done);
        service.Advance("first", ScriptedSweepService.Items[2], WorkStatus.Waiting);
        service.Advance("first", ScriptedSweepService.Items[3], WorkStatus.Failed);
        service.End("second");
        Assert.Equal((1, 1, 0, 1, 1), await UntilAsync(server, (1, 1, 0, 1, 1)));

        service.End("first", SweepStatus.Cancelled);
        Assert.Equal((0, 0, 0, 0, 0), await UntilAsync(server, (0, 0, 0, 0, 0)));
    }

    [Fact]
    public async Task The_queue_is_told_only_to_those_with_the_token()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService(), new ServerOptions { Token = Token });
        using HttpClient stranger = server.NewClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/queue")).StatusCode);
        Assert.Equal((0, 0, 0, 0, 0), await QueueAsync(server));
    }

    /// <summary>The server learns of changes by a stream of its own, a moment after the service.</summary>
    private static async Task<(int, int, int, int, int)> UntilAsync(RunningServer server, (int, int, int, int, int) expected)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            (int, int, int, int, int) found = await QueueAsync(server);
            if (found == expected || limit.IsCancellationRequested) return found;
            await Task.Yield();
        }
    }

    private static async Task<(int Sweeps, int Running, int Ready, int Waiting, int Trainable)> QueueAsync(
        RunningServer server, string query = "")
    {
        using JsonDocument answer = JsonDocument.Parse(await server.Client.GetStringAsync("/api/queue" + query));
        int Number(string name) => answer.RootElement.GetProperty(name).GetInt32();
        return (Number("sweeps"), Number("running"), Number("ready"), Number("waiting"), Number("trainable"));
    }
}
