using System.Globalization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>Compared sweeps as tables: errors side by side, and their differences.</summary>
public static class ComparedTables
{
    /// <summary>One row a target: mean and spread of each compared column over the shared folds.</summary>
    public static ReportTable Errors(ComparedSweeps compared)
    {
        string[] columns = [.. compared.Targets.SelectMany(target => target.Columns).Select(one => one.Column).Distinct()];
        return new ReportTable(
            "Test MAE on the folds that all compared columns have, mean ± SD",
            ["Target", "Folds", .. columns.Select(column => Name(compared, column))],
            [.. compared.Targets.Select(target => (IReadOnlyList<string>)
            [
                Target(target), target.Folds.Count.ToString(CultureInfo.InvariantCulture),
                .. columns.Select(column => target.Columns.FirstOrDefault(one => one.Column == column) is { } result
                    ? NumberText.MeanAndSpread(result.MeanMae, result.SdMae) : "–"),
            ])]);
    }

    /// <summary>One row for each target and column other than a reference that shares a fold with it.</summary>
    public static ReportTable Differences(ComparedSweeps compared) => DifferenceTable.Of(
        $"Difference of MAE on the same folds; negative is better; Holm's correction over all {Compared(compared).Count()} comparisons",
        "Column, minus reference",
        Compared(compared).Select(one => (
            Target(one.Target), $"{Name(compared, one.Result.Column)} − {Name(compared, one.Result.Reference!)}", one.Result.Comparison!)));

    /// <summary>What is said of negligible differences.</summary>
    public static ReportTable Equivalence(ComparedSweeps compared) => EquivalenceTable.Of(Compared(compared)
        .Where(one => one.Result.Comparison is { Margin: > 0 }).Select(one => (
            Target(one.Target), Name(compared, one.Result.Column), Name(compared, one.Result.Reference!), one.Result.Comparison!)));

    /// <summary>How a column is called: strategy and family and, where there are several sweeps, the letter of its one.</summary>
    public static string Name(ComparedSweeps compared, string column)
    {
        ComparedColumn found = compared.Columns.First(one => one.Key == column);
        if (compared.Sweeps.Count == 1) return found.Label;
        return $"{Letter(compared.Sweeps.TakeWhile(sweep => sweep.Id != found.Sweep).Count())}: {found.Label}";
    }

    /// <summary>The letter that stands for a sweep, whose id would be too long for a column.</summary>
    /// <param name="sweep">Its place among the compared ones, from 0.</param>
    public static char Letter(int sweep) => (char)('A' + sweep);

    private static IEnumerable<(ComparedTarget Target, ComparedResult Result)> Compared(ComparedSweeps compared) =>
        compared.Targets.SelectMany(target => target.Columns.Where(one => one.Comparison is not null).Select(one => (target, one)));

    private static string Target(ComparedTarget target) => target.Unit.Length == 0 ? target.Name : $"{target.Name} ({target.Unit})";
}
