using System.Net;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Web.Remote;

namespace IonSweep.Web.Tests;

/// <summary>Server-sent events: a watcher ends with the whole truth however often it loses its connection.</summary>
public class EventTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_watchers_of_one_sweep_both_see_every_state_and_share_one_watch_on_the_service()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "shared");
        using HttpSweepService first = new(server.Address), second = new(server.Address);
        Task<Dictionary<string, WorkStatus>> one = EndStateAsync(first, "shared"), two = EndStateAsync(second, "shared");
        foreach (string item in ScriptedSweepService.Items)
        {
            service.Advance("shared", item, WorkStatus.Running, new WorkProgress(1, 1, 1, 1, 1));
            service.Advance("shared", item, item.EndsWith("vae", StringComparison.Ordinal) ? WorkStatus.Failed : WorkStatus.Done);
        }
        service.End("shared", SweepStatus.CompletedWithFailures);
        Dictionary<string, WorkStatus> expected = (await service.GetAsync("shared"))!.Items.ToDictionary(
            item => item.Id, item => item.Status);
        Assert.Equal(expected, await one.WaitAsync(Limit));
        Assert.Equal(expected, await two.WaitAsync(Limit));
        Assert.InRange(service.Watches, 1, 2); // a second one where a watcher came after the end
    }

    [Fact]
    public async Task A_watcher_that_reconnects_with_its_last_event_id_gets_exactly_what_it_missed()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "s");
        (string id, string data) = await NextAsync(server, "s", "");
        Assert.Contains("\"snapshot\":{", data);

        service.Advance("s", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(7, 1, 1, 7, 1));
        service.Advance("s", "folds/0/vae", WorkStatus.Done);
        (string next, string missed) = await NextAsync(server, "s", id);
        while (!missed.Contains("folds/0/vae\"", StringComparison.Ordinal)) (next, missed) = await NextAsync(server, "s", next);
        Assert.Contains("\"snapshot\":null", missed);
        Assert.NotEqual(id, next);

        (_, string fromNowhere) = await NextAsync(server, "s", "0123456789ab-1");
        Assert.Contains("\"snapshot\":{", fromNowhere); // ids of another process mean nothing
        (_, string nonsense) = await NextAsync(server, "s", "-\u0041-x");
        Assert.Contains("\"snapshot\":{", nonsense);
    }

    [Fact]
    public async Task A_watcher_outlives_a_restart_of_the_server_and_misses_nothing()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "long");
        RunningServer before = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(before.Address);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Dictionary<string, WorkStatus>> watching = EndStateAsync(remote, "long", started);
        await started.Task.WaitAsync(Limit);
        service.Advance("long", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(1, 1, 1, 1, 1));
        int port = before.Address.Port;
        await before.DisposeAsync();

        service.Advance("long", "cells/0/zn2/e", WorkStatus.Done); // nobody listens
        service.Advance("long", "folds/0/vae", WorkStatus.Done);
        await using RunningServer after = await RunningServer.StartAsync(service, port: port);
        service.Advance("long", "folds/0/vae/vae-n", WorkStatus.Failed);
        service.End("long", SweepStatus.CompletedWithFailures);
        Dictionary<string, WorkStatus> end = await watching.WaitAsync(Limit);
        Assert.Equal((await service.GetAsync("long"))!.Items.ToDictionary(item => item.Id, item => item.Status), end);
    }

    [Fact]
    public async Task A_watcher_too_slow_for_the_kept_events_starts_over_with_a_snapshot()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "fast");
        await using Live.SweepFeed feed = new(service, "fast", TimeSpan.Zero, Limit, TimeProvider.System);
        await feed.SnapshotAsync(default);
        await using IAsyncEnumerator<ReadOnlyMemory<byte>> watcher = feed.WatchAsync("", default).GetAsyncEnumerator();
        Assert.True(await watcher.MoveNextAsync());
        for (int i = 1; i <= 1500; i++)
        {
            service.Advance("fast", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(i, 1, 1, 1, 1));
            if (i % 2 == 0) await Task.Yield();
        }
        service.End("fast");
        string last = "";
        while (await watcher.MoveNextAsync()) last += System.Text.Encoding.UTF8.GetString(watcher.Current.Span);
        Assert.Contains("\"status\":\"completed\"", last);
        Assert.EndsWith("event: end\ndata: {}\n\n", last);
        Assert.Contains("\"epoch\":1500", last);
    }

    [Fact]
    public async Task Every_watcher_of_a_silent_sweep_is_sent_a_comment()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "silent");
        await using Live.SweepFeed feed = new(service, "silent", TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TimeProvider.System);
        foreach (int _ in (int[])[1, 2])
        {
            await using IAsyncEnumerator<ReadOnlyMemory<byte>> watcher = feed.WatchAsync("", default).GetAsyncEnumerator();
            Assert.True(await watcher.MoveNextAsync());
            Assert.StartsWith("id: ", System.Text.Encoding.UTF8.GetString(watcher.Current.Span));
            Assert.True(await watcher.MoveNextAsync().AsTask().WaitAsync(Limit));
            Assert.Equal(Live.EventFrame.KeepAlive, watcher.Current);
        }
    }

    [Fact]
    public async Task A_finished_sweep_gives_a_snapshot_and_ends()
    {
        ScriptedSweepService service = new();
        await service.SubmitAsync(new SweepSpec(), "done");
        service.End("done");
        await using RunningServer server = await RunningServer.StartAsync(service);
        string stream = await server.Client.GetStringAsync("/api/sweeps/done/events").WaitAsync(Limit);
        Assert.Contains("\"status\":\"completed\"", stream);
        Assert.EndsWith("event: end\ndata: {}\n\n", stream);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/api/sweeps/none/events")).StatusCode);
    }

    private static async Task<Dictionary<string, WorkStatus>> EndStateAsync(
        ISweepService service, string id, TaskCompletionSource? started = null)
    {
        Dictionary<string, WorkStatus> state = [];
        await foreach (SweepUpdate update in service.WatchAsync(id))
        {
            foreach (WorkItemSnapshot item in update.Snapshot?.Items ?? update.Changed) state[item.Id] = item.Status;
            started?.TrySetResult();
        }
        return state;
    }

    private static async Task<(string Id, string Data)> NextAsync(RunningServer server, string id, string lastEventId)
    {
        using CancellationTokenSource limit = new(Limit);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/sweeps/{id}/events");
        if (lastEventId.Length > 0) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(limit.Token));
        string eventId = "";
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) eventId = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return (eventId, line[6..]);
        }
        throw new InvalidOperationException("The stream ended.");
    }
}
