using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Compares every strategy with E: paired over folds for each target, corrected over all comparisons of the sweep
/// (<see cref="CorrectedResampledTTest"/>, <see cref="HolmCorrection"/>).
/// </summary>
public static class StrategyComparison
{
    private const double IntervalCoverage = 0.95;

    /// <summary>The comparisons, in the order given.</summary>
    /// <param name="pairs">For each comparison the cells (E, strategy) of the folds where both were trained, in the order of the
    /// folds.</param>
    /// <param name="statistics">Level and fewest pairs.</param>
    public static IReadOnlyList<Comparison> Compare(
        IReadOnlyList<IReadOnlyList<(CellResult Reference, CellResult Strategy)>> pairs, StatisticsSpec statistics)
    {
        CorrectedResampledTTest?[] tests = [.. pairs.Select(Test)];
        bool[] enough = [.. tests.Select(test => test?.Pairs >= statistics.MinimumFolds)];
        int[] family = [.. Enumerable.Range(0, tests.Length).Where(i => enough[i])];
        double[] holm = HolmCorrection.Adjust([.. family.Select(i => SignificantDigits.Round(tests[i]!.P))]);

        Comparison[] comparisons = new Comparison[tests.Length];
        for (int i = 0; i < tests.Length; i++)
        {
            if (tests[i] is not { } test)
            {
                comparisons[i] = new Comparison { Pairs = 0, Verdict = Verdict.TooFewFolds };
                continue;
            }
            double half = test.HalfWidth(IntervalCoverage), adjusted = enough[i] ? holm[Array.IndexOf(family, i)] : double.NaN;
            comparisons[i] = new Comparison
            {
                Pairs = test.Pairs,
                MeanDifference = test.MeanDifference,
                Lower = SignificantDigits.Round(test.MeanDifference - half),
                Upper = SignificantDigits.Round(test.MeanDifference + half),
                P = SignificantDigits.Round(test.P),
                HolmP = adjusted,
                SmallestDetectable = SignificantDigits.Round(test.HalfWidth(1 - statistics.Alpha)),
                Verdict = !enough[i] ? Verdict.TooFewFolds
                    : !(adjusted <= statistics.Alpha) ? Verdict.NotShown
                    : test.MeanDifference < 0 ? Verdict.Better : Verdict.Worse,
            };
        }
        return comparisons;
    }

    private static CorrectedResampledTTest? Test(IReadOnlyList<(CellResult Reference, CellResult Strategy)> pairs)
    {
        if (pairs.Count == 0) return null;
        // Splits of one dataset are all of one size.
        CellResult first = pairs[0].Reference;
        return CorrectedResampledTTest.Of([.. pairs.Select(pair => pair.Strategy.Mae - pair.Reference.Mae)],
            (double)first.TestSamples / first.TrainingSamples);
    }
}
