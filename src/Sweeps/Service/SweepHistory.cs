using System.Globalization;
using System.Security.Cryptography;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>
/// What happened to sweeps: an artifact an entry beside the sweep's state, only ever added to, so that a service, a coordinator and several
/// gateways can write at once, and nobody's death loses more than the latest seconds.
/// </summary>
public sealed class SweepHistory(IArtifactStore store)
{
    private const int AtOnce = 16;

    /// <summary>
    /// Stores entries. Nothing depends on them: where the store cannot be written they are lost, and the sweep goes on.
    /// </summary>
    public async Task AddAsync(string id, IReadOnlyList<HistoryEntry> entries)
    {
        try
        {
            for (int i = 0; i < entries.Count; i++)
            {
                string time = entries[i].TimeUtc.ToString("yyyyMMdd-HHmmss-fffffff", CultureInfo.InvariantCulture);
                string unique = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)); // two writers may have the same time
                await store.WriteAsync(SweepPaths.HistoryEntry(id, $"{time}-{i:d4}-{unique}"), SealedJson.Seal(entries[i]));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a store that is full or away stops the sweep by itself, with its reason
        }
    }

    /// <summary>Stores an entry; <see cref="AddAsync(string, IReadOnlyList{HistoryEntry})"/>.</summary>
    public Task AddAsync(string id, HistoryEntry entry) => AddAsync(id, [entry]);

    /// <summary>
    /// Everything that happened, oldest first. An earlier version wrote no entries: what is known otherwise stands in for them.
    /// </summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    /// <exception cref="DamagedSweepException">Its spec is damaged.</exception>
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await new StoredSweeps(store).DefinitionAsync(id, cancellation)
            ?? throw new SweepNotFoundException(id);
        List<string> paths = [];
        await foreach (string path in store.ListAsync(SweepPaths.History(id), cancellation)) paths.Add(path);
        HistoryEntry?[] entries = new HistoryEntry?[paths.Count];
        await Parallel.ForAsync(
            0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, stop) => entries[i] = await store.ReadSealedAsync<HistoryEntry>(paths[i], stop));
        List<HistoryEntry> known = [.. entries.OfType<HistoryEntry>()]; // a damaged one is left out
        if (!known.Exists(entry => entry.Kind == HistoryKind.Submitted))
            known.Add(new HistoryEntry(definition.CreatedUtc, HistoryKind.Submitted, "", ""));
        if (definition.ExtendedUtc is { } extended && !known.Exists(entry => entry.Kind == HistoryKind.Extended))
            known.Add(new HistoryEntry(extended, HistoryKind.Extended, "", ""));
        return [.. known.OrderBy(entry => entry.TimeUtc)]; // stable: entries of one moment stay in their order
    }

    /// <summary>The entry of a sweep that was submitted, or is to go on.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="isNew">It was not there before.</param>
    /// <param name="nowUtc">The time of going on.</param>
    public static HistoryEntry Submitted(SweepDefinition definition, bool isNew, DateTime nowUtc) => isNew
        ? new(definition.CreatedUtc, HistoryKind.Submitted, ActingPerson.Name, "")
        : new(nowUtc, HistoryKind.Resumed, ActingPerson.Name, "");

    /// <summary>The entry of a sweep that was extended.</summary>
    public static HistoryEntry Extended(SweepDefinition before, SweepDefinition after) => new(
        after.ExtendedUtc ?? after.CreatedUtc, HistoryKind.Extended, ActingPerson.Name, string.Join("; ", ((string[])
        [
            after.Spec.Folds == before.Spec.Folds ? "" : string.Create(
                CultureInfo.InvariantCulture, $"folds: {before.Spec.Folds} → {after.Spec.Folds}"),
            More("strategies", before.Spec.Strategies, after.Spec.Strategies), More("models", before.Spec.Models, after.Spec.Models),
        ]).Where(part => part.Length > 0)));

    /// <summary>The entry of a sweep that somebody asked to stop.</summary>
    public static HistoryEntry Cancelled(DateTime nowUtc) => new(nowUtc, HistoryKind.Cancelled, ActingPerson.Name, "");

    /// <summary>What the entry of an ending says.</summary>
    public static string EndingOf(SweepSummary ending) => string.Create(CultureInfo.InvariantCulture,
        $"{StatusOf(ending.Status)}: {ending.Finished} of {ending.WorkItems} work items finished, {ending.Failed} failed.")
        + (ending.Reason.Length > 0 ? " " + ending.Reason : "");

    private static string StatusOf(SweepStatus status)
    {
        string words = status.Words();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string More(string what, IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        after.Except(before).ToArray() is { Length: > 0 } more ? $"{what}: + {string.Join(", ", more)}" : "";
}
