using System.Net;
using System.Text.RegularExpressions;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>Answers are made once for a state of a sweep, and none is older than what its client could have known.</summary>
public partial class SharedAnswerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // What is made of results, and so of the sweep's states alone.
    private static readonly string[] OfResults =
        ["/api/sweeps/one/results", "/api/sweeps/one/results.csv", "/api/sweeps/one/figures/mae.svg",
            "/api/sweeps/one/figures/differences.svg", "/api/sweeps/one/figures/mae.csv", "/sweeps/one/fragments/figure"];

    private static readonly string[] Everything = [.. OfResults, "/api/sweeps/one", "/sweeps/one/fragments/running",
        "/sweeps/one/fragments/failures", "/sweeps/one"];

    [Fact]
    public async Task However_many_ask_at_once_results_are_asked_for_once_and_all_get_the_same_bytes()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedSweepService service = new() { ResultsGate = gate.Task };
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        (string Path, Task<byte[]> Body)[] asked = [
            .. from _ in Enumerable.Range(0, 8) from path in OfResults select (path, server.Client.GetByteArrayAsync(path))];
        gate.SetResult();
        await Task.WhenAll(asked.Select(one => one.Body)).WaitAsync(Limit);
        foreach (var path in asked.GroupBy(one => one.Path))
            Assert.Single(path.Select(one => Convert.ToHexString(one.Body.Result)).Distinct());
        Assert.Equal(1, service.ResultSets);

        string[] snapshots = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Client.GetStringAsync("/api/sweeps/one")));
        Assert.Single(snapshots.Distinct());
        Assert.Equal(1, service.Snapshots);
        await server.Client.GetStringAsync("/sweeps/one"); // its figure, grid and numbers are there already
        Assert.Equal((1, 1), (service.ResultSets, service.Snapshots));
    }

    [Fact]
    public async Task Who_has_the_answer_already_is_told_so_until_the_sweep_changes()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        foreach (string path in Everything.Where(path => path != "/sweeps/one" && path != "/sweeps/one/fragments/running"))
        {
            using HttpResponseMessage first = await server.Client.GetAsync(path);
            string tag = first.Headers.ETag!.ToString();
            using HttpResponseMessage again = await AskAsync(server, path, tag);
            Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
            Assert.True(again.Headers.Contains("Content-Security-Policy"));

            service.Advance("one", "cells/0/zn2/e", WorkStatus.Running);
            using HttpResponseMessage changed = await AskAsync(server, path, tag);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
            service.Advance("one", "cells/0/zn2/e", WorkStatus.Ready);
        }
        using HttpResponseMessage page = await server.Client.GetAsync("/sweeps/one"); // it belongs to a session
        Assert.Null(page.Headers.ETag);
    }

    [Fact]
    public async Task A_change_is_seen_by_the_next_request()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        foreach (string path in Everything) await server.Client.GetByteArrayAsync(path);

        service.Advance("one", "cells/0/zn2/e", WorkStatus.Done);
        Assert.Contains("\"finished\":1,", await server.Client.GetStringAsync("/api/sweeps/one"));
        Assert.Contains("\"finished\":1,", await server.Client.GetStringAsync("/api/sweeps/one/results"));
        Assert.Matches("class=\"cell done[^>]*data-item=\"cells/0/zn2/e\"", await server.Client.GetStringAsync("/sweeps/one"));

        service.Advance("one", "folds/0/vae", WorkStatus.Failed);
        Assert.Contains("NaN in epoch 3", await server.Client.GetStringAsync("/sweeps/one/fragments/failures"));
        Assert.Contains("NaN in epoch 3", await server.Client.GetStringAsync("/sweeps/one"));

        using HttpResponseMessage cancelled = await server.Client.PostAsync("/api/sweeps/one/cancel", null);
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Contains("\"status\":\"cancelled\"", await server.Client.GetStringAsync("/api/sweeps/one"));
        Assert.Contains("\"status\":\"cancelled\"", await server.Client.GetStringAsync("/api/sweeps/one/results"));
        Assert.Contains("data-field=\"status\">cancelled<", await server.Client.GetStringAsync("/sweeps/one"));
        Assert.Contains("Nothing.", await server.Client.GetStringAsync("/sweeps/one/fragments/running"));
    }

    [Fact]
    public async Task Epochs_alone_make_a_new_snapshot_and_no_new_results()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        service.Advance("one", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(1, 1, 1, 1, 1));
        foreach (string path in Everything) await server.Client.GetByteArrayAsync(path);
        for (int epoch = 2; epoch < 6; epoch++)
        {
            service.Advance("one", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(epoch, 1, 1, 1, 1));
            Assert.Contains($"\"epoch\":{epoch},", await server.Client.GetStringAsync("/api/sweeps/one"));
            foreach (string path in OfResults) await server.Client.GetByteArrayAsync(path);
        }
        Assert.Equal(1, service.ResultSets);
    }

    [Fact]
    public async Task What_a_watcher_was_told_is_in_the_running_fragment_that_it_asks_for_then()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        using CancellationTokenSource limit = new(Limit);
        using HttpResponseMessage stream = await server.Client.GetAsync(
            "/api/sweeps/one/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using StreamReader events = new(await stream.Content.ReadAsStreamAsync(limit.Token));
        for (int epoch = 1; epoch <= 5; epoch++)
        {
            service.Advance("one", "cells/0/zn2/e", WorkStatus.Running, new WorkProgress(epoch, 1, 1, 1, 1));
            while (await events.ReadLineAsync(limit.Token) is { } line
                && !line.Contains($"\"epoch\":{epoch},", StringComparison.Ordinal)) { }
            using HttpResponseMessage running = await server.Client.GetAsync("/sweeps/one/fragments/running", limit.Token);
            Assert.Contains($"epoch {epoch} ", await running.Content.ReadAsStringAsync(limit.Token));
            using HttpResponseMessage again = await AskAsync(server, "/sweeps/one/fragments/running", running.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task A_deleted_sweep_is_gone_at_once_and_one_of_the_same_id_shares_nothing_with_it()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await ApiTests.PostAsync(server.Client, "/api/sweeps?id=one", "folds: 3");
        await server.Client.PostAsync("/api/sweeps/one/cancel", null);
        Dictionary<string, string> tags = [];
        foreach (string path in Everything)
        {
            using HttpResponseMessage before = await server.Client.GetAsync(path);
            if (before.Headers.ETag is { } tag) tags[path] = tag.ToString();
        }
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/api/sweeps/one")).StatusCode);
        foreach (string path in Everything)
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, path, tags.GetValueOrDefault(path, "*"))).StatusCode);

        await ApiTests.PostAsync(server.Client, "/api/sweeps?id=one", "folds: 7");
        await server.Client.PostAsync("/api/sweeps/one/cancel", null);
        foreach ((string path, string tag) in tags) Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, path, tag)).StatusCode);
        Assert.Contains("\"folds\":7", await server.Client.GetStringAsync("/api/sweeps/one"));
        Assert.Contains("7 folds", await server.Client.GetStringAsync("/sweeps/one"));
    }

    [Fact]
    public async Task Two_sweeps_do_not_mix()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        foreach (string id in (string[])["one", "two"]) await service.SubmitAsync(new SweepSpec(), id);
        service.Advance("two", "cells/0/zn2/e", WorkStatus.Failed);
        foreach (string path in Everything) await server.Client.GetByteArrayAsync(path);
        foreach (string path in (string[])["/api/sweeps/{0}", "/api/sweeps/{0}/results", "/sweeps/{0}", "/sweeps/{0}/fragments/figure"])
        {
            string one = await server.Client.GetStringAsync(string.Format(path, "one")),
                two = await server.Client.GetStringAsync(string.Format(path, "two"));
            Assert.Contains("one", one);
            Assert.DoesNotContain("/two", one);
            Assert.Contains("two", two);
            Assert.DoesNotContain("/one", two);
        }
        Assert.Contains("None.", await server.Client.GetStringAsync("/sweeps/one/fragments/failures"));
        Assert.Contains("NaN in epoch 3", await server.Client.GetStringAsync("/sweeps/two/fragments/failures"));
    }

    [Fact]
    public async Task Pages_share_their_parts_but_no_session()
    {
        const string token = "a-token-of-good-length";
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Token = token });
        await service.SubmitAsync(new SweepSpec(), "one");
        List<string> values = [], rests = [];
        for (int person = 0; person < 2; person++)
        {
            using HttpClient browser = server.NewClient();
            using HttpResponseMessage login = await browser.PostAsync(
                "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", token)]));
            browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
            string page = await browser.GetStringAsync("/sweeps/one");
            string own = Assert.Single(Antiforgery().Matches(page).Select(match => match.Value).Distinct());
            values.Add(own);
            rests.Add(page.Replace(own, "", StringComparison.Ordinal));
        }
        Assert.NotEqual(values[0], values[1]);
        Assert.Equal(rests[0], rests[1]);
        Assert.Equal(1, service.ResultSets);
        Assert.DoesNotContain("<!--part", rests[0]);
        foreach (string item in ScriptedSweepService.Items) Assert.Contains($"data-item=\"{item}\"", rests[0]);
    }

    [Fact]
    public async Task A_sweep_without_a_version_is_asked_anew_by_every_request()
    {
        ScriptedSweepService service = new() { HasVersions = false };
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await server.Client.GetAsync("/api/sweeps/one/results");
            Assert.Null(answer.Headers.ETag);
            Assert.Contains($"\"finished\":{i},", await answer.Content.ReadAsStringAsync());
            Assert.Contains($"\"finished\":{i},", await server.Client.GetStringAsync("/api/sweeps/one"));
            service.Advance("one", "cells/0/zn2/e", WorkStatus.Done);
        }
        Assert.Equal(2, service.ResultSets);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/sweeps/one")).StatusCode);
    }

    private static Task<HttpResponseMessage> AskAsync(RunningServer server, string path, string tag)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return server.Client.SendAsync(request);
    }

    [GeneratedRegex("(?<=name=\"antiforgery\" content=\")[0-9a-f]{64}")]
    private static partial Regex Antiforgery();
}
