using System.Buffers.Binary;
using System.Security.Cryptography;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Reads sweeps from an artifact store alone, whoever ran them and whether or not anything runs now. Changes nothing.</summary>
/// <param name="store">Holds the sweeps.</param>
/// <param name="runsElsewhere">True while another process works on this store; null when that cannot be.</param>
/// <param name="clock">Tells how long what was read is kept; null for the system's.</param>
public sealed class StoredSweeps(IArtifactStore store, Func<bool>? runsElsewhere = null, TimeProvider? clock = null)
{
    private readonly LastRead<Loaded> _last = new(clock ?? TimeProvider.System, TimeSpan.FromMinutes(1));

    /// <summary>Sweeps in a folder, while perhaps another process works on it.</summary>
    public static StoredSweeps InFolder(string folder) => new(new FileArtifactStore(folder), () => FolderLock.IsHeld(folder));

    /// <summary>All sweeps, newest first.</summary>
    public async Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default)
    {
        // One listing serves all sweeps: which there are, and how much of each is done.
        Dictionary<string, List<string>> paths = [];
        await foreach (string path in store.ListAsync(SweepPaths.Sweeps, cancellation))
        {
            string rest = path[SweepPaths.Sweeps.Length..];
            if (rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            {
                if (!paths.TryGetValue(rest[..slash], out List<string>? list)) paths.Add(rest[..slash], list = []);
                list.Add(path);
            }
        }
        List<SweepSummary> sweeps = [];
        foreach ((string id, List<string> own) in paths)
            if (await LineAsync(id, own, cancellation) is { } line) sweeps.Add(line);
        return [.. sweeps.OrderByDescending(sweep => sweep.CreatedUtc).ThenBy(sweep => sweep.Id, StringComparer.Ordinal)];
    }

    /// <summary>A sweep in one line; a damaged one says so, and what to do, and keeps no other from being listed.</summary>
    private async Task<SweepSummary?> LineAsync(string id, List<string> paths, CancellationToken cancellation)
    {
        try
        {
            if (await DefinitionAsync(id, cancellation) is not { } definition) return null;
            return await EndingAsync(id, cancellation)
                ?? Unended(definition, paths.Count(path => path.EndsWith("/result.json", StringComparison.Ordinal)));
        }
        catch (DamagedSweepException damage)
        {
            return Damaged(damage);
        }
    }

    /// <summary>The line of a sweep whose spec is damaged: all that is known is its id and why.</summary>
    public static SweepSummary Damaged(DamagedSweepException damage) =>
        new(damage.Id, SweepStatus.Damaged, new DatasetReference("", "", false, ""), "", "", DateTime.UnixEpoch, 0, 0, 0, damage.Message);

    /// <summary>Where a sweep stands, or null when there is none of this id.</summary>
    public async Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default)
    {
        if (await DefinitionAsync(id, cancellation) is not { } definition) return null;
        Loaded sweep = await LoadAsync(definition, cancellation);
        IReadOnlyList<WorkItemSnapshot> items =
        [
            .. sweep.State.Plan.Items.Select((item, i) => new WorkItemSnapshot(
                item.Id, sweep.State.StatusOf(i), null, (sweep.Results[i] as WorkResult.Cell)?.Value, sweep.State.FailureOf(i))),
        ];
        return new SweepSnapshot(0, sweep.Summary, definition.Spec, items, null);
    }

    /// <summary>Results so far.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    public async Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        return (await LoadAsync(definition, cancellation)).Built;
    }

    /// <summary>What happened to a sweep, oldest first.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default) =>
        new SweepHistory(store).ReadAsync(id, cancellation);

    /// <summary>Everything a report shows.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    public async Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        Loaded sweep = await LoadAsync(definition, cancellation);
        return await ReportAsync(definition, sweep.Built, Stored(sweep.State.Plan, sweep.Results), cancellation);
    }

    /// <summary>What was measured of one model family on test rows, one entry a target that it has results of.</summary>
    /// <exception cref="SweepNotFoundException">There is no sweep of this id.</exception>
    public async Task<IReadOnlyList<Recommendation>> MeasuredAsync(string id, string model, CancellationToken cancellation = default)
    {
        SweepDefinition definition = await DefinitionAsync(id, cancellation) ?? throw new SweepNotFoundException(id);
        Loaded sweep = await LoadAsync(definition, cancellation);
        return await SweepReportBuilder.MeasuredAsync(definition, (await DatasetAsync(definition, cancellation)).Data, sweep.Built,
            new WorkStore(store, id), model, cancellation);
    }

    /// <summary>What determines a sweep, or null when there is none of this id.</summary>
    /// <exception cref="DamagedSweepException">Its spec was truncated, altered or cannot be read, so that nobody knows what its results
    /// belong to.</exception>
    public async Task<SweepDefinition?> DefinitionAsync(string id, CancellationToken cancellation)
    {
        if (!SweepPaths.IsId(id)) return null;
        const string consequence = "so that nobody can say what the results beside it belong to. Restore this file, or delete the sweep.";
        try
        {
            byte[]? bytes = await store.ReadAsync(SweepPaths.Definition(id), cancellation);
            if (bytes is null) return null;
            SweepDefinition definition = SealedJson.Open<SweepDefinition>(bytes)
                ?? throw new DamagedSweepException(id, $"{SweepPaths.Definition(id)} was truncated or altered, {consequence}");
            SpecValidator.Validate(definition.Spec);
            return definition;
        }
        catch (InvalidSpecException e)
        {
            throw new DamagedSweepException(
                id, $"{SweepPaths.Definition(id)} says what this version of IonSweep does not know: {e.Message} Use the version that wrote "
                    + $"it, or delete the sweep.", e);
        }
        catch (UnreadableArtifactException e)
        {
            throw new DamagedSweepException(id, $"{e.Message.TrimEnd('.')}, {consequence}", e);
        }
    }

    /// <summary>How a sweep ended, or null while it runs and when its process was killed.</summary>
    public async Task<SweepSummary?> EndingAsync(string id, CancellationToken cancellation) =>
        await store.ReadSealedAsync<SweepSummary>(SweepPaths.Ending(id), cancellation);

    /// <summary>Reasons, by id, of items that failed in the run that ended and have no stored result.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FailuresAsync(string id, CancellationToken cancellation) =>
        await store.ReadSealedAsync<Dictionary<string, string>>(SweepPaths.Failures(id), cancellation) ?? [];

    /// <summary>The report of a sweep whose results are known.</summary>
    internal async Task<SweepReport> ReportAsync(
        SweepDefinition definition, SweepResults results, IReadOnlyList<(string Item, WorkResult Result)> stored,
        CancellationToken cancellation)
    {
        DatasetArtifact dataset = await DatasetAsync(definition, cancellation);
        List<MachineFacts> machines = [];
        await foreach (string path in store.ListAsync(SweepPaths.Machines(definition.Id), cancellation))
            if (await store.ReadSealedAsync<MachineFacts>(path, cancellation) is { } machine) machines.Add(machine);
        return await SweepReportBuilder.BuildAsync(definition, dataset.Data, results, stored, machines, new WorkStore(store, definition.Id),
            cancellation);
    }

    /// <summary>The dataset that a sweep trains on.</summary>
    /// <exception cref="DamagedSweepException">It is missing or damaged.</exception>
    public async Task<DatasetArtifact> DatasetAsync(SweepDefinition definition, CancellationToken cancellation) =>
        await new DatasetLoader(store).FetchAsync(definition.Dataset.Sha256, cancellation) ?? throw new DamagedSweepException(
            definition.Id,
            $"{SweepPaths.Dataset(definition.Dataset.Sha256)}, the dataset of sweep '{definition.Id}', is missing or damaged. "
            + $"Submit the sweep again with its data ({definition.Dataset.Origin}), which stores it anew; or delete the sweep.");

    /// <summary>Folds that a sweep has: those of its spec, or as many as were added on demand.</summary>
    public async Task<int> FoldsAsync(SweepDefinition definition, CancellationToken cancellation) => definition.Spec.FirstFolds is null
        ? definition.Spec.Folds
        : FoldsOnDemand.OpenFolds((await StoredProgress.ReadAsync(
            store, definition, verifyArtifacts: false, withTimings: false, cancellation)).State);

    /// <summary>
    /// A version of an ended sweep: of what it is and how it ended. Null for others: only the answers themselves tell where those stand.
    /// </summary>
    public async Task<SweepVersion?> VersionAsync(string id, CancellationToken cancellation)
    {
        if (!SweepPaths.IsId(id) || await store.ReadIfPossibleAsync(SweepPaths.Ending(id), cancellation) is not { } ending
            || SealedJson.Open<SweepSummary>(ending) is null
            || await store.ReadIfPossibleAsync(SweepPaths.Definition(id), cancellation) is not { } definition) return null;
        long run = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData([.. ending, .. definition]));
        return new SweepVersion(run, 0, -1);
    }

    // One that ended has a version, under which it is read once; where one that did not end stands is read for each question.
    private async Task<Loaded> LoadAsync(SweepDefinition definition, CancellationToken cancellation) =>
        await VersionAsync(definition.Id, cancellation) is { } version
            ? await _last.GetAsync(definition.Id, version, () => ReadAsync(definition, CancellationToken.None), cancellation)
            : await ReadAsync(definition, cancellation);

    private async Task<Loaded> ReadAsync(SweepDefinition definition, CancellationToken cancellation)
    {
        SweepSummary? ending = await EndingAsync(definition.Id, cancellation);
        IReadOnlyDictionary<string, string> failures = await FailuresAsync(definition.Id, cancellation);
        StoredProgress progress = (ending is null ? null : await LoggedAsync(definition, ending, failures, cancellation))
            ?? await StoredProgress.ReadAsync(store, definition, verifyArtifacts: false, withTimings: false, cancellation);
        SweepSummary summary = ending ?? Unended(definition, progress.State.Finished);
        progress.Add(failures);
        if (summary.Status is SweepStatus.Cancelled or SweepStatus.Completed or SweepStatus.CompletedWithFailures)
            progress.State.Cancel(); // of folds on demand those that nobody asked for
        return new Loaded(definition, progress.State, progress.Results, summary with { WorkItems = progress.State.Opened });
    }

    /// <summary>From the one artifact that has all results of a sweep that ended; null when it does not have all.</summary>
    private async Task<StoredProgress?> LoggedAsync(
        SweepDefinition definition, SweepSummary ending, IReadOnlyDictionary<string, string> failures, CancellationToken cancellation)
    {
        byte[]? bytes = await store.ReadIfPossibleAsync(SweepPaths.ResultsLog(definition.Id), cancellation);
        if (ResultsLog.Read(bytes) is not { } log) return null;
        StoredProgress progress = StoredProgress.Of(definition, log);
        progress.Add(failures);
        return progress.State.Finished == ending.Finished ? progress : null;
    }

    /// <summary>Each item with a stored result, in the order of the plan.</summary>
    internal static IReadOnlyList<(string Item, WorkResult Result)> Stored(SweepPlan plan, WorkResult?[] results) =>
        [.. results.Select((result, i) => (plan.Items[i].Id, result!)).Where(pair => pair.Item2 is not null)];

    private SweepSummary Unended(SweepDefinition definition, int finished)
    {
        bool running = runsElsewhere?.Invoke() == true;
        return new SweepSummary(
            definition.Id, running ? SweepStatus.Running : SweepStatus.Interrupted, definition.Dataset, definition.Spec.Preset,
            definition.Spec.Shortened,
            definition.CreatedUtc, definition.Plan().Items.Count, finished, 0,
            running ? "" : "The process that ran it ended before the sweep was done. Run it again to go on.");
    }

    private sealed record Loaded(SweepDefinition Definition, SweepState State, WorkResult?[] Results, SweepSummary Summary)
    {
        private readonly Lazy<SweepResults> _built =
            new(() => SweepResultsBuilder.Build(Definition, State, i => Results[i], Summary));

        /// <summary>The results put together, once.</summary>
        public SweepResults Built => _built.Value;
    }
}
