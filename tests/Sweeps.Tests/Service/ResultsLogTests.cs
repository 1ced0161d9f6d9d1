using System.Text.Json;
using IonSweep.Sweeps.Models;
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
    public void Every_kind_of_line_is_read_as_the_serializer_reads_it()
    {
        CellResult full = new()
        {
            Fold = 7,
            Target = "t \"x\" é",
            Strategy = "auto",
            Model = "pls",
            Mae = 0.1,
            Rmse = 1e-300,
            R2 = double.NegativeInfinity,
            Bias = -0.0,
            TrainingRows = 1,
            TrainingSamples = 2,
            TestRows = 3,
            TestSamples = 4,
            SyntheticRows = 5,
            Epochs = 6,
            BestEpoch = 7,
            BestValidationLoss = double.PositiveInfinity,
            CapHit = true,
            Components = 9,
            Choice = "noise (half the strength)",
            Trainer = "cpu",
            NumericsVersion = 2,
            ModelSha256 = new string('a', 64),
        };
        WorkTiming timing = new(
            "cells/7/t/auto/pls", new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567), 0.125, 6, "vm", true)
        {
            ReusedFrom = "other",
        };
        CellResult searched = full with { Search = new SearchRanking([], ["snv"], ["pls"], [0.5], [double.NaN]) };
        CellResult failed = new() { Fold = 0, Target = "zn2", Strategy = "e", Failure = new WorkFailure("The loss is NaN.") };
        ResultsLog.Entry[] entries =
        [
            new("cells/7/t/auto/pls", new WorkResult.Cell(full), timing),
            new("cells/7/t/auto/selected", new WorkResult.Cell(searched), null),
            new("cells/0/zn2/e", new WorkResult.Cell(failed), timing with { Resumed = false, ReusedFrom = null }),
            new("folds/0/vae", new WorkResult.Generator(new GeneratorResult { Fold = 0, Generator = "vae" }), timing),
        ];
        IReadOnlyList<ResultsLog.Entry> read = ResultsLog.Read(ResultsLog.Write(entries))!;
        for (int i = 0; i < entries.Length; i++)
        {
            string text = JsonSerializer.Serialize(entries[i], SweepJson.Compact);
            ResultsLog.Entry expected = JsonSerializer.Deserialize<ResultsLog.Entry>(text, SweepJson.Compact)!;
            Assert.Equal(text, JsonSerializer.Serialize(read[i], SweepJson.Compact));
            if (i != 1) Assert.Equal(expected, read[i]); // lists are compared by reference
        }
        Assert.Equal(DateTimeKind.Utc, read[0].Timing!.StartedUtc.Kind);
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

        async Task<string> TextAsync() =>
            JsonSerializer.Serialize(await new StoredSweeps(store).ResultsAsync(SweepFixture.Id), SweepJson.Compact);
    }

    [Fact]
    public async Task Snapshot_results_and_report_of_a_sweep_that_ended_are_made_of_one_reading_until_it_changes()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        int readings = 0;
        store.OnRead = (path, bytes) =>
        {
            if (path == SweepPaths.ResultsLog(SweepFixture.Id)) Interlocked.Increment(ref readings);
            return bytes;
        };
        StoredSweeps stored = new(store);
        Task<SweepResults>[] asked = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => stored.ResultsAsync(SweepFixture.Id)))];
        SweepSnapshot snapshot = (await stored.GetAsync(SweepFixture.Id))!;
        Assert.All(await Task.WhenAll(asked), results => Assert.Equal(18, results.Cells.Count));
        Assert.Equal(28, snapshot.Items.Count);
        await stored.ReportAsync(SweepFixture.Id);
        Assert.Equal(1, readings);

        SweepSummary other = snapshot.Summary with { Reason = "Something else." };
        await store.WriteAsync(SweepPaths.Ending(SweepFixture.Id), SealedJson.Seal(other));
        Assert.Equal("Something else.", (await stored.GetAsync(SweepFixture.Id))!.Summary.Reason);
        Assert.Equal(2, readings);
    }
}
