using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>State, results and timings of a sweep, rebuilt from what its store holds.</summary>
/// <param name="State">Where each item stands.</param>
/// <param name="Results">Stored results by index.</param>
/// <param name="Timings">Their timings, where they were asked for and are not lost.</param>
public sealed record StoredProgress(SweepState State, WorkResult?[] Results, WorkTiming?[] Timings)
{
    private const int AtOnce = 16;

    /// <summary>Reads what each work item left.</summary>
    /// <param name="store">Holds the sweep.</param>
    /// <param name="definition">What determines it.</param>
    /// <param name="verifyArtifacts">A result counts only when the artifact that it names is whole.</param>
    /// <param name="withTimings">Reads timings too.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<StoredProgress> ReadAsync(
        IArtifactStore store, SweepDefinition definition, bool verifyArtifacts, bool withTimings, CancellationToken cancellation)
    {
        SweepPlan plan = definition.Plan();
        WorkStore work = new(store, definition.Id);
        WorkResult?[] results = new WorkResult?[plan.Items.Count];
        WorkTiming?[] timings = new WorkTiming?[plan.Items.Count];
        await Parallel.ForAsync(
            0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, _) =>
            {
                string item = plan.Items[i].Id;
                results[i] = verifyArtifacts ? await work.VerifiedResultAsync(item) : await work.ResultAsync(item);
                if (withTimings && results[i] is not null) timings[i] = await work.TimingAsync(item);
            });
        return Of(definition, plan, results, timings);
    }

    /// <summary>The state that a log of results leads to.</summary>
    public static StoredProgress Of(SweepDefinition definition, IReadOnlyList<ResultsLog.Entry> log)
    {
        SweepPlan plan = definition.Plan();
        WorkResult?[] results = new WorkResult?[plan.Items.Count];
        WorkTiming?[] timings = new WorkTiming?[plan.Items.Count];
        foreach (ResultsLog.Entry entry in log)
            if (plan.IndexOf(entry.Item) is >= 0 and var item) (results[item], timings[item]) = (entry.Result, entry.Timing);
        return Of(definition, plan, results, timings);
    }

    /// <summary>The state that results lead to; those of items that others' failures block do not count.</summary>
    public static StoredProgress Of(
        SweepDefinition definition, SweepPlan plan, WorkResult?[] results, WorkTiming?[] timings)
    {
        SweepState state = new(plan);
        FoldsOnDemand.Begin(definition, state);
        int begun = 0;
        do
        {
            for (; begun < state.Opened; begun++) Take(begun);
        }
        while (FoldsOnDemand.Advance(definition, state, i => results[i]).Count > 0);
        for (int i = begun; i < results.Length; i++) (results[i], timings[i]) = (null, null); // of folds that nobody asked for
        return new StoredProgress(state, results, timings);

        void Take(int i)
        {
            if (state.StatusOf(i) is not (WorkStatus.Waiting or WorkStatus.Ready)) (results[i], timings[i]) = (null, null);
            else if (results[i] is { Failure: { } failure }) state.Failed(i, failure.Reason);
            else if (results[i] is not null) state.Done(i);
        }
    }

    /// <summary>Adds items that failed in the run that ended without a stored result.</summary>
    /// <param name="failures">Reasons by id.</param>
    public void Add(IReadOnlyDictionary<string, string> failures)
    {
        foreach ((string item, string reason) in failures)
            if (State.Plan.IndexOf(item) is >= 0 and var index && State.StatusOf(index) is WorkStatus.Waiting or WorkStatus.Ready)
                State.Failed(index, reason);
    }
}
