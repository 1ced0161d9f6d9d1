using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Web.Live;

/// <summary>Compares sweeps on behalf of requests.</summary>
internal sealed class SweepComparisons(SweepViews views)
{
    private const int MostSweeps = 8;

    /// <summary>The comparison that a request asks for.</summary>
    /// <param name="sweeps">Ids, one or several in each text, separated by commas; empty for those that columns name.</param>
    /// <param name="columns">Keys of columns in the same way.</param>
    /// <param name="reference">Key of the column that the others are compared with; empty for the first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidSpecException">No sweep is named, too many are, or a column is not there.</exception>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    /// <exception cref="SweepsNotComparableException">They share no folds.</exception>
    public async Task<ComparedSweeps> OfAsync(string[] sweeps, string[] columns, string reference, CancellationToken cancellation)
    {
        string[] chosen = [.. Parts(reference.Length > 0 ? [reference, .. columns] : columns).Distinct()];
        string[] ids = [.. Parts(sweeps).Distinct()];
        if (ids.Length == 0) ids = [.. chosen.Select(column => column.Split(':')[0]).Distinct()];
        if (ids.Length is 0 or > MostSweeps)
            throw new InvalidSpecException("sweeps", $"sweeps: expected 1 to {MostSweeps} ids, as in sweeps=one,two; found {ids.Length}.");
        List<(SweepSpec, SweepResults)> found = [];
        foreach (string id in ids)
        {
            SweepView view = await views.LookAsync(SweepPaths.CheckId(id), cancellation);
            found.Add(((await view.SnapshotAsync(cancellation)).Spec, await view.ResultsAsync(cancellation)));
        }
        return await Task.Run(() => SweepComparer.Compare(found, chosen), cancellation);
    }

    private static IEnumerable<string> Parts(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
