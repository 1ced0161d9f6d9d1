using System.Text.Json;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public sealed class ResultsLogTests
{
    private static readonly ResultsLog.Entry[] Entries =
    [
        new("cells/0/zn2/e",
            new WorkResult.Cell(new CellResult { Fold = 0, Target = "zn2", Strategy = "e", Mae = 0.125, R2 = double.NaN }),
            new WorkTiming("cells/0/zn2/e", new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1.5, 10, "silo-1", true)),
        new("cells/0/cu2/e",
            new WorkResult.Cell(
                new CellResult { Fold = 0, Target = "cu2", Strategy = "e", Failure = new WorkFailure("The loss is NaN.") }), null),
    ];

    [Fact]
    public void What_was_written_is_read()
    {
        IReadOnlyList<ResultsLog.Entry> read = ResultsLog.Read(ResultsLog.Write(Entries))!;
        Assert.Equal(Entries, read);
        Assert.Empty(ResultsLog.Read(ResultsLog.Write([]))!);
        Assert.Null(ResultsLog.Read(null));
    }

    [Fact]
    public void Any_changed_byte_and_any_truncation_is_noticed()
    {
        byte[] log = ResultsLog.Write(Entries);
        for (int i = 0; i < log.Length; i++)
        {
            byte[] altered = [.. log];
            altered[i] ^= 1;
            Assert.Null(ResultsLog.Read(altered));
            Assert.Null(ResultsLog.Read(log[..i]));
        }
    }

    [Fact]
    public void A_hundred_thousand_cells_take_a_few_megabytes()
    {
        byte[] log = ResultsLog.Write(Enumerable.Range(0, 100_000).Select(i => new ResultsLog.Entry(
            $"cells/{i / 8}/zn2/e",
            new WorkResult.Cell(new CellResult { Fold = i / 8, Target = "zn2", Strategy = "e", Mae = Math.Sqrt(i) }), null)));
        Assert.InRange(log.Length, 1, 20 << 20);
    }

    [Fact]
    public async Task A_sweep_that_ended_is_shown_from_its_log_as_from_each_result_and_has_a_version()
    {
        using TemporaryFolder folder = new();
        await using (InProcessSweepService service = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options()))
        {
            await SweepFixture.SubmitAsync(service);
            await SweepFixture.EndAsync(service);
        }
        FileArtifactStore store = new(folder.Path);
        StoredSweeps stored = new(store);
        string results = await TextAsync(), log = SweepPaths.ResultsLog(SweepFixture.Id);
        SweepVersion version = (await stored.VersionAsync(SweepFixture.Id, default))!;
        Assert.Equal(version, await stored.VersionAsync(SweepFixture.Id, default));

        byte[] whole = (await store.ReadAsync(log))!;
        await store.WriteAsync(log, whole.AsMemory(0, whole.Length / 2));
        Assert.Equal(results, await TextAsync()); // read from each work item
        await store.WriteAsync(log, ResultsLog.Write(ResultsLog.Read(whole)!.Skip(1)));
        Assert.Equal(results, await TextAsync()); // one that lags behind does not count

        await store.WriteAsync(log, whole);
        await store.DeleteAsync(SweepPaths.Result(SweepFixture.Id, ResultsLog.Read(whole)![0].Item));
        Assert.Equal(results, await TextAsync());
        await store.DeleteAsync(SweepPaths.Ending(SweepFixture.Id)); // it goes on: then results count, each by itself
        Assert.NotEqual(results, await TextAsync());
        Assert.Null(await stored.VersionAsync(SweepFixture.Id, default));
        Assert.Null(await stored.VersionAsync("none", default));

        async Task<string> TextAsync() => JsonSerializer.Serialize(await stored.ResultsAsync(SweepFixture.Id), SweepJson.Compact);
    }
}
