using System.Text;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>What happened to a sweep is known, with who asked for it, whoever's process it was.</summary>
public sealed class HistoryTests
{
    private static readonly SweepSpec Less = SweepFixture.Spec with { Folds = 1, Strategies = ["e", "vae-n"] };

    [Fact]
    public async Task Submission_cancelling_going_on_extension_and_endings_are_told_after_a_restart_too()
    {
        WatchedStore store = new();
        TaskCompletionSource begun = new();
        await using (InProcessSweepService service = new(
            store, SweepFixture.Options(1, new WatchedTrainer { Epoch = _ => begun.TrySetResult() })))
        {
            await AsAsync("anna", () => SweepFixture.SubmitAsync(service, Less));
            await begun.Task;
            await AsAsync("bert", () => service.CancelAsync(SweepFixture.Id));
        }
        await using (InProcessSweepService service = new(store, SweepFixture.Options()))
        {
            await AsAsync("cleo", () => SweepFixture.SubmitAsync(service, Less));
            await SweepFixture.EndAsync(service);
            await AsAsync("dora", () => service.ExtendAsync(
                SweepFixture.Id, new SweepExtension { Folds = 2, Strategies = ["cvae-n"] }));
            await SweepFixture.EndAsync(service);
        }
        await using InProcessSweepService another = new(store, SweepFixture.Options());
        IReadOnlyList<HistoryEntry> history = await another.HistoryAsync(SweepFixture.Id);
        Assert.Equal(
        [
            (HistoryKind.Submitted, "anna"), (HistoryKind.Started, ""), (HistoryKind.Cancelled, "bert"), (HistoryKind.Ended, ""),
            (HistoryKind.Resumed, "cleo"), (HistoryKind.Started, ""), (HistoryKind.Ended, ""),
            (HistoryKind.Extended, "dora"), (HistoryKind.Started, ""), (HistoryKind.Ended, ""),
        ], history.Select(entry => (entry.Kind, entry.By)));
        Assert.Equal(history.Select(entry => entry.TimeUtc).Order(), history.Select(entry => entry.TimeUtc));
        Assert.StartsWith("Cancelled: ", history[3].Text);
        Assert.StartsWith("Completed: ", history[6].Text);
        Assert.Equal("folds: 1 → 2; strategies: + cvae-n", history[7].Text);
        Assert.Equal("", ActingPerson.Name);

        await another.DeleteAsync(SweepFixture.Id);
        await Assert.ThrowsAsync<SweepNotFoundException>(() => another.HistoryAsync(SweepFixture.Id));
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.StartsWith(SweepPaths.Sweep(SweepFixture.Id), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_items_that_fail_alike_are_one_entry_with_their_reason()
    {
        WatchedStore store = new();
        WatchedTrainer failing = new() { BeforeMlp = _ => throw new InvalidOperationException("the device is on fire") };
        SweepSummary ended = await SweepFixture.RunAsync(store, trainer: failing);
        HistoryEntry[] failures =
        [
            .. (await new SweepHistory(store).ReadAsync(SweepFixture.Id)).Where(entry => entry.Kind == HistoryKind.Failed),
        ];
        Assert.All(failures, failure => Assert.Contains("the device is on fire", failure.Text));
        Assert.InRange(failures.Length, 1, 2); // where more than two seconds lie between them, there are two
        Assert.InRange(failures.Sum(failure => failure.ItemCount), 1, ended.Failed);
        Assert.All(failures, failure => Assert.InRange(failure.Items!.Count, 1, 5));
    }

    [Fact]
    public void A_run_in_which_thousands_of_items_fail_each_for_another_reason_stays_short()
    {
        HistoryNotes notes = new(TimeProvider.System);
        for (int item = 0; item < 5000; item++) notes.Add(HistoryKind.Failed, $"reason {item}", $"cells/{item}/zn2/e");
        notes.Add(HistoryKind.Ended, "Completed with failures");
        IReadOnlyList<HistoryEntry> entries = notes.Take();
        Assert.Equal(202, entries.Count);
        Assert.Contains("results.csv has every failure", entries[200].Text);
        Assert.Equal(HistoryKind.Ended, entries[^1].Kind);
        Assert.False(notes.Any);
    }

    [Fact]
    public async Task Sweeps_of_earlier_versions_have_what_is_known_of_them_and_damaged_entries_are_left_out()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string[] entries = [.. store.Artifacts.Keys.Where(path => path.StartsWith(SweepPaths.History(SweepFixture.Id))).Order()];
        Assert.Equal(3, entries.Length);
        store.Artifacts[entries[1]] = Encoding.UTF8.GetBytes("{");
        SweepHistory history = new(store);
        Assert.Equal([HistoryKind.Submitted, HistoryKind.Ended], (await history.ReadAsync(SweepFixture.Id)).Select(entry => entry.Kind));

        foreach (string path in entries) store.Artifacts.TryRemove(path, out _);
        HistoryEntry submitted = Assert.Single(await history.ReadAsync(SweepFixture.Id));
        Assert.Equal(HistoryKind.Submitted, submitted.Kind);
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        Assert.Equal((await service.GetAsync(SweepFixture.Id))!.Summary.CreatedUtc, submitted.TimeUtc);
    }

    [Fact]
    public async Task A_history_that_cannot_be_written_stops_nothing()
    {
        WatchedStore store = new()
        {
            BeforeWrite = path =>
            {
                if (path.StartsWith(SweepPaths.History(SweepFixture.Id))) throw new IOException("The store is away.");
            },
        };
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store)).Status);
    }

    // As a server does: what a request leads to is a person's, and nothing after it.
    private static async Task AsAsync(string person, Func<Task> act)
    {
        ActingPerson.Name = person;
        await act();
    }
}
