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
    /// <param name="sweep">Its id.</param>
    /// <param name="plan">Its work.</param>
    /// <param name="verifyArtifacts">A result counts only when the artifact that it names is whole.</param>
    /// <param name="withTimings">Reads timings too.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<StoredProgress> ReadAsync(
        IArtifactStore store, string sweep, SweepPlan plan, bool verifyArtifacts, bool withTimings, CancellationToken cancellation)
    {
        WorkStore work = new(store, sweep);
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
        return Of(plan, results, timings);
    }

    /// <summary>The state that results lead to; those of items that others' failures block do not count.</summary>
    public static StoredProgress Of(SweepPlan plan, WorkResult?[] results, WorkTiming?[] timings)
    {
        SweepState state = new(plan);
        for (int i = 0; i < results.Length; i++)
        {
            if (state.StatusOf(i) is not (WorkStatus.Waiting or WorkStatus.Ready)) (results[i], timings[i]) = (null, null);
            else if (results[i] is { Failure: { } failure }) state.Failed(i, failure.Reason);
            else if (results[i] is not null) state.Done(i);
        }
        return new StoredProgress(state, results, timings);
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
