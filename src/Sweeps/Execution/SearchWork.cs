using IonSweep.Learning.Calibration;
using IonSweep.Learning.Selection;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Execution;

/// <summary>Searches for the best preprocessings and regressions of one fold, target and strategy, or tries one batch of them.</summary>
internal sealed class SearchWork(SweepDefinition definition, ModelTasks tasks, WorkStore work)
{
    /// <exception cref="DamagedInputsException">A batch or the synthetic set is missing or damaged.</exception>
    public async Task<(WorkResult Result, byte[]? Artifact)> DoAsync(WorkItem item, FoldData fold, CancellationToken cancellation)
    {
        SearchResult result = new() { Fold = item.Fold, Target = item.Target, Strategy = item.Strategy };
        IReadOnlyList<SearchCandidate> tried = item.Kind == WorkKind.Search ? await BatchesAsync(item, cancellation) : [];
        ModelTask task = (await tasks.OfTargetAsync(item, fold, ModelCatalog.Selected)).Task;
        try
        {
            FoldSearch search = FoldSearch.Of(task);
            IReadOnlyList<SearchCandidate> found = item.Kind == WorkKind.SearchBatch ? search.TryCheap(item.Batch, cancellation)
                : search.Finish(tried, cancellation);
            byte[] artifact = SearchArtifact.ToBytes(item, found, SearchSpec.Of(definition.Spec).EnsembleSize);
            return (new WorkResult.Search(result with
            {
                Candidates = found.Count,
                InnerRmse = found.Count == 0 ? double.NaN : found[0].Rmse,
                Sha256 = WorkStore.HashOf(artifact),
            }), artifact);
        }
        catch (CalibrationException e)
        {
            return (new WorkResult.Search(result with { Failure = new WorkFailure(e.Message) }), null);
        }
    }

    private async Task<IReadOnlyList<SearchCandidate>> BatchesAsync(WorkItem item, CancellationToken cancellation)
    {
        List<SearchCandidate> found = [];
        List<string> damaged = [];
        foreach (string need in item.Needs.Where(need => need.StartsWith(item.Id, StringComparison.Ordinal)))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                found.AddRange((await work.InputAsync(need, SearchArtifact.Read)).Artifact);
            }
            catch (DamagedInputsException e)
            {
                damaged.AddRange(e.Items);
            }
        }
        return damaged.Count == 0 ? found : throw new DamagedInputsException(damaged);
    }
}
