using System.Globalization;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>
/// Compares sweeps on the folds that they share, by the tests that compare strategies within one (<see cref="StrategyComparison"/>).
/// Sweeps share folds when they have one dataset and one seed: a split is a function of both and of the fold.
/// </summary>
public static class SweepComparer
{
    /// <summary>Most columns that are compared at once.</summary>
    public const int MostColumns = 40;

    /// <summary>
    /// The comparison. Without <paramref name="columns"/>, each strategy and family of a later sweep is compared with the same of the
    /// first sweep, or, where sweeps have none in common, the first column of each with that of the first. With them, each is compared
    /// with the first named. All comparisons together are one family of Holm's correction; level, fewest folds and margin are those of the
    /// first sweep.
    /// </summary>
    /// <param name="sweeps">Spec and results of each.</param>
    /// <param name="columns">Keys of columns (<see cref="ComparedColumn.Key"/>), the reference first; empty for the same series.</param>
    /// <exception cref="SweepsNotComparableException">They have different datasets or splits; says which setting.</exception>
    /// <exception cref="InvalidSpecException">A column is not there; says which, and what there is.</exception>
    public static ComparedSweeps Compare(IReadOnlyList<(SweepSpec Spec, SweepResults Results)> sweeps, IReadOnlyList<string> columns)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sweeps.Count);
        Check(sweeps);
        ComparedColumn[] all = [.. sweeps.SelectMany(sweep => sweep.Results.Aggregates.GroupBy(aggregate => aggregate.Series)
            .Select(group => new ComparedColumn(sweep.Results.Summary.Id, group.Key, group.First().Label)))];
        (string Column, string Reference)[] chosen = columns.Count > 0 ? Named(all, columns) : SameSeries(sweeps, all);
        Dictionary<(string Column, string Target), Dictionary<int, CellResult>> cells = [];
        foreach ((SweepSpec _, SweepResults results) in sweeps)
            foreach (CellResult cell in results.Cells.Where(cell => cell.Failure is null))
            {
                (string, string) key = ($"{results.Summary.Id}:{cell.Series}", cell.Target);
                if (!cells.TryGetValue(key, out Dictionary<int, CellResult>? folds)) cells.Add(key, folds = []);
                folds[cell.Fold] = cell;
            }

        List<ComparedTarget> targets = [];
        List<IReadOnlyList<(CellResult, CellResult)>> pairs = [];
        List<(int Target, int Column)> places = [];
        foreach (StrategyAggregate target in sweeps.SelectMany(sweep => sweep.Results.Aggregates).DistinctBy(one => one.Target))
        {
            (string Column, string Reference)[] present = [.. chosen.Where(one => cells.ContainsKey((one.Column, target.Target)))];
            int[] folds = present.Length == 0 ? [] : [.. present
                .Select(one => (IEnumerable<int>)cells[(one.Column, target.Target)].Keys).Aggregate((a, b) => a.Intersect(b)).Order()];
            List<ComparedResult> results = [];
            foreach ((string column, string reference) in present)
            {
                double[] errors = [.. folds.Select(fold => cells[(column, target.Target)][fold].Mae)];
                bool isCompared = reference != column && cells.ContainsKey((reference, target.Target));
                if (isCompared)
                {
                    places.Add((targets.Count, results.Count));
                    pairs.Add([.. folds.Select(fold => (cells[(reference, target.Target)][fold], cells[(column, target.Target)][fold]))]);
                }
                results.Add(new ComparedResult(column, errors, Mean(errors), Sd(errors)) { Reference = isCompared ? reference : null });
            }
            if (results.Count > 0) targets.Add(new ComparedTarget(target.Target, target.TargetName, target.Unit, folds, results));
        }
        IReadOnlyList<Comparison> compared = StrategyComparison.Compare(pairs, sweeps[0].Spec.Statistics);
        for (int i = 0; i < places.Count; i++)
        {
            (int target, int column) = places[i];
            ComparedResult[] results = [.. targets[target].Columns];
            results[column] = results[column] with { Comparison = compared[i] };
            targets[target] = targets[target] with { Columns = results };
        }
        return new ComparedSweeps
        {
            Sweeps = [.. sweeps.Select(sweep => sweep.Results.Summary)],
            Differences = [.. sweeps.Skip(1).SelectMany(sweep => SpecDifferences.Between(sweeps[0].Spec, sweep.Spec)
                .Select(difference => $"{sweep.Results.Summary.Id}: {difference}"))],
            Columns = all,
            Targets = targets,
        };
    }

    private static void Check(IReadOnlyList<(SweepSpec Spec, SweepResults Results)> sweeps)
    {
        (SweepSpec firstSpec, SweepResults first) = sweeps[0];
        foreach ((SweepSpec spec, SweepResults results) in sweeps.Skip(1))
        {
            (string one, string other) = (first.Summary.Id, results.Summary.Id);
            if (first.Summary.Dataset.Sha256 != results.Summary.Dataset.Sha256)
                throw new SweepsNotComparableException("dataset",
                    $"'{one}' and '{other}' have different datasets: {Describe(first.Summary.Dataset)} and "
                    + $"{Describe(results.Summary.Dataset)}. Errors on different spectra cannot be paired; submit one of the specs with "
                    + "the "
                    + "other's dataset.");
            if (firstSpec.Seed != spec.Seed)
                throw new SweepsNotComparableException("seed", string.Create(CultureInfo.InvariantCulture,
                    $"'{one}' and '{other}' have different splits: seed is {firstSpec.Seed} and {spec.Seed}. Folds of different seeds ")
                    + "share no test rows; submit one of the specs with the other's seed.");
        }
    }

    private static string Describe(DatasetReference dataset) =>
        $"'{dataset.Name}' (SHA-256 {dataset.Sha256[..Math.Min(12, dataset.Sha256.Length)]}…)";

    private static (string, string)[] Named(ComparedColumn[] all, IReadOnlyList<string> columns)
    {
        foreach (string column in columns)
            if (all.All(one => one.Key != column))
                throw new InvalidSpecException("columns",
                    $"columns: there is no '{column}'{NearestName.Hint(column, [.. all.Select(one => one.Key)])} "
                    + $"There are: {string.Join(", ", all.Select(one => one.Key))}.");
        if (columns.Count > MostColumns)
            throw new InvalidSpecException("columns", string.Create(CultureInfo.InvariantCulture,
                $"columns: expected at most {MostColumns}, found {columns.Count}."));
        return [.. columns.Distinct().Select(column => (column, columns[0]))];
    }

    private static (string, string)[] SameSeries(IReadOnlyList<(SweepSpec, SweepResults Results)> sweeps, ComparedColumn[] all)
    {
        string first = sweeps[0].Results.Summary.Id;
        string[] shared = [.. all.Where(one => one.Sweep == first).Select(one => one.Series)
            .Where(series => sweeps.All(sweep => all.Any(one => one.Sweep == sweep.Results.Summary.Id && one.Series == series)))];
        if (sweeps.Count == 1) return [.. all.Take(MostColumns).Select(one => (one.Key, all[0].Key))];
        if (shared.Length == 0)
            return [.. sweeps.Select(sweep => all.FirstOrDefault(one => one.Sweep == sweep.Results.Summary.Id)).OfType<ComparedColumn>()
                .Select(one => (one.Key, all[0].Key))];
        return [.. from series in shared.Take(Math.Max(1, MostColumns / sweeps.Count))
                   from sweep in sweeps
                   select ($"{sweep.Results.Summary.Id}:{series}", $"{first}:{series}")];
    }

    private static double Mean(double[] values) => values.Length > 0 ? values.Sum() / values.Length : double.NaN;

    private static double Sd(double[] values)
    {
        double mean = Mean(values);
        return values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) : double.NaN;
    }
}
