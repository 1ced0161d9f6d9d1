using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

/// <summary>One artifact in the cluster's store is damaged: the list of sweeps, other sweeps and new ones go on.</summary>
public sealed class DamageTests
{
    private const string Damaged = SweepFixture.Id;

    [Theory]
    [InlineData("truncated")]
    [InlineData("emptied")]
    [InlineData("garbage")]
    [InlineData("unreadable")]
    public async Task A_damaged_spec_is_listed_and_can_be_deleted_and_others_go_on(string damage)
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        Damage(store, SweepPaths.Definition(Damaged), damage);
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1, slots: 2);

        SweepSummary line = Assert.Single(await cluster.Service.ListAsync());
        Assert.Equal((Damaged, SweepStatus.Damaged), (line.Id, line.Status));
        Assert.StartsWith($"sweeps/{Damaged}/spec.json ", line.Reason);
        foreach (Func<Task> question in (Func<Task>[])[
            () => cluster.Service.GetAsync(Damaged), () => cluster.Service.ResultsAsync(Damaged),
            () => cluster.Service.ReportAsync(Damaged),
            () => cluster.Service.VersionAsync(Damaged), () => cluster.Service.CancelAsync(Damaged), () => cluster.SubmitAsync(),
            async () => { await foreach (SweepUpdate _ in cluster.Service.WatchAsync(Damaged)) { } }])
            Assert.Equal(line.Reason, (await Assert.ThrowsAsync<DamagedSweepException>(question)).Message);

        await cluster.SubmitAsync(id: "other");
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync("other")).Status);
        await cluster.Service.DeleteAsync(Damaged);
        Assert.Equal(["other"], (await cluster.Service.ListAsync()).Select(sweep => sweep.Id));
        await cluster.SubmitAsync();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
    }

    [Theory]
    [InlineData("results.log", "truncated")]
    [InlineData("results.log", "unreadable")]
    [InlineData("ended.json", "garbage")]
    [InlineData("ended.json", "unreadable")]
    [InlineData("cells/0/zn2/e/result.json", "emptied")]
    [InlineData("cells/0/zn2/e/result.json", "unreadable")]
    [InlineData("cells/0/zn2/e/model.safetensors", "truncated")]
    [InlineData("cells/0/zn2/e/timing.json", "garbage")]
    [InlineData("folds/0/vae/model.safetensors", "unreadable")]
    public async Task What_can_be_made_again_is_no_reason_to_stop(string artifact, string damage)
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string expected = SweepFixture.Csv(store);
        // Found by a new cluster as one that was under way: everything is asked for again, and found done or made anew.
        if (artifact != "ended.json") store.Artifacts.TryRemove(SweepPaths.Ending(Damaged), out _);
        Damage(store, SweepPaths.Sweep(Damaged) + artifact, damage);
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1, slots: 2);

        await cluster.Service.ListAsync();
        await cluster.SubmitAsync();
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync()).Status);
        using StringWriter csv = new();
        ResultsCsv.Write(csv, await cluster.Service.ResultsAsync(Damaged));
        Assert.Equal(expected, csv.ToString());
    }

    [Fact]
    public async Task A_damaged_dataset_is_named_by_the_sweep_and_storing_it_again_mends_that()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string dataset = store.Artifacts.Keys.Single(path => path.StartsWith(SweepPaths.Datasets, StringComparison.Ordinal));
        Damage(store, dataset, "truncated");
        await using SweepCluster cluster = await SweepCluster.StartAsync(store, silos: 1, slots: 2);

        Assert.Equal(SweepStatus.Completed, (await cluster.Service.GetAsync(Damaged))!.Summary.Status);
        Assert.StartsWith(dataset, (await Assert.ThrowsAsync<DamagedSweepException>(() => cluster.Service.ReportAsync(Damaged))).Message);
        await cluster.SubmitAsync(id: "other");
        Assert.Equal(SweepStatus.Completed, (await cluster.EndAsync("other")).Status);
        await cluster.Service.ReportAsync(Damaged);
    }

    private static void Damage(WatchedStore store, string path, string damage)
    {
        byte[] whole = store.Artifacts.GetValueOrDefault(path, [.. Enumerable.Range(0, 500).Select(i => (byte)i)]);
        store.Artifacts[path] = damage switch
        {
            "truncated" => whole[..(whole.Length / 2)],
            "emptied" => [],
            "garbage" => [.. whole.Select(b => (byte)(b ^ 0x5a))],
            _ => whole,
        };
        // Until it is written again.
        if (damage == "unreadable")
            store.OnRead = (read, bytes) => read == path && bytes.AsSpan().SequenceEqual(whole)
                ? throw new UnreadableArtifactException($"{path} cannot be read: Input/output error") : bytes;
    }
}
