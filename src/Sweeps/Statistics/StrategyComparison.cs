using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Statistics;

/// <summary>
/// Compares every strategy with E: paired over folds for each target. Two questions, each corrected over all comparisons given and each
/// with the whole of alpha: is there a difference (<see cref="CorrectedResampledTTest"/>), and is it negligible
/// (<see cref="EquivalenceTest"/>)?
/// Both use <see cref="HolmCorrection"/>. A difference that is shown is told even where it is negligible too.
/// </summary>
public static class StrategyComparison
{
    private const double IntervalCoverage = 0.95;

    /// <summary>The comparisons, in the order given.</summary>
    /// <param name="pairs">For each comparison the cells (E, strategy) of the folds where both were trained, in the order of the
    /// folds.</param>
    /// <param name="statistics">Level, fewest pairs and margin.</param>
    /// <param name="looks">
    /// Where folds are added on demand: p-values that Holm's correction gets are then those of the whole plan, the least over the looks
    /// (<see cref="SpendingPlan"/>); null for folds that were fixed before.
    /// </param>
    public static IReadOnlyList<Comparison> Compare(
        IReadOnlyList<IReadOnlyList<(CellResult Reference, CellResult Strategy)>> pairs, StatisticsSpec statistics, FoldLooks? looks = null)
    {
        CorrectedResampledTTest?[] tests = [.. pairs.Select(Test)];
        double[] references = [.. pairs.Select(one => one.Count > 0 ? one.Sum(pair => pair.Reference.Mae) / one.Count : double.NaN)];
        double[] margins = [.. references.Select(reference => statistics.Margin * reference)];
        bool[] enough = [.. tests.Select(test => test?.Pairs >= statistics.MinimumFolds && looks?.Reached != 0)];
        int[] family = [.. Enumerable.Range(0, tests.Length).Where(i => enough[i])];
        Judgement[] judged = [.. Enumerable.Range(0, tests.Length).Select(i => enough[i] ? Judge(i) : default)];
        double[] differences = Corrected(i => judged[i].P), equivalences = Corrected(i => judged[i].EquivalenceP);
        // The levels that Holm's procedure has for the next that it would reject.
        double level = statistics.Alpha / Math.Max(1, family.Count(i => !(differences[i] <= statistics.Alpha)));
        double equivalenceLevel = statistics.Alpha / Math.Max(1, family.Count(i => !(equivalences[i] <= statistics.Alpha)));

        Comparison[] comparisons = new Comparison[tests.Length];
        for (int i = 0; i < tests.Length; i++)
        {
            if (tests[i] is not { } test)
            {
                comparisons[i] = new Comparison { Pairs = 0, Verdict = Verdict.TooFewFolds };
                continue;
            }
            double half = test.HalfWidth(IntervalCoverage);
            Verdict verdict = !enough[i] ? Verdict.TooFewFolds
                : differences[i] <= statistics.Alpha ? judged[i].MeanDifference < 0 ? Verdict.Better : Verdict.Worse
                : equivalences[i] <= statistics.Alpha ? Verdict.Equivalent
                : test.StandardError > 0 ? Verdict.Undecided : Verdict.NotShown;
            comparisons[i] = new Comparison
            {
                Pairs = test.Pairs,
                MeanDifference = test.MeanDifference,
                Lower = SignificantDigits.Round(test.MeanDifference - half),
                Upper = SignificantDigits.Round(test.MeanDifference + half),
                P = SignificantDigits.Round(test.P),
                HolmP = differences[i],
                SmallestDetectable = SignificantDigits.Round(test.HalfWidth(1 - statistics.Alpha)),
                ReferenceMae = references[i],
                Margin = margins[i],
                EquivalenceP = SignificantDigits.Round(EquivalenceTest.P(test, margins[i])),
                HolmEquivalenceP = equivalences[i],
                Posterior = CorrelatedPosterior.Of(test, margins[i]),
                FoldsToDecide = verdict == Verdict.Undecided
                    ? DecidingFolds.Of(test, margins[i], judged[i].LastLevel(level), judged[i].LastLevel(2 * equivalenceLevel) / 2) : null,
                Verdict = verdict,
            };
        }
        return comparisons;

        Judgement Judge(int i)
        {
            if (looks is null)
                return new Judgement(tests[i]!.P, EquivalenceTest.P(tests[i]!, margins[i]), tests[i]!.MeanDifference, null);
            SpendingPlan plan = SpendingPlan.Of(looks.From, looks.To, tests[i]!.TestToTraining);
            Judgement least = new(double.NaN, double.NaN, double.NaN, plan);
            for (int look = 0; look < looks.Reached; look++)
            {
                (CellResult Reference, CellResult Strategy)[] seen = [.. pairs[i].Where(pair => pair.Reference.Fold < plan.Looks[look])];
                if (Test(seen) is not { } test || test.Pairs < statistics.MinimumFolds) continue;
                double p = plan.Adjusted(test.P, look), equivalence = plan.AdjustedOneSided(EquivalenceTest.P(
                    test, statistics.Margin * seen.Sum(pair => pair.Reference.Mae) / seen.Length), look);
                if (p < least.P || double.IsNaN(least.P)) least = least with { P = p, MeanDifference = test.MeanDifference };
                if (equivalence < least.EquivalenceP || double.IsNaN(least.EquivalenceP))
                    least = least with { EquivalenceP = equivalence };
            }
            return least;
        }

        // By index in all; NaN where there are too few folds.
        double[] Corrected(Func<int, double> p)
        {
            double[] holm = HolmCorrection.Adjust([.. family.Select(i => SignificantDigits.Round(p(i)))]);
            double[] all = new double[tests.Length];
            Array.Fill(all, double.NaN);
            for (int i = 0; i < family.Length; i++) all[family[i]] = holm[i];
            return all;
        }
    }

    /// <summary>What Holm's correction gets of one comparison, and the direction of its difference.</summary>
    private readonly record struct Judgement(double P, double EquivalenceP, double MeanDifference, SpendingPlan? Plan)
    {
        public double LastLevel(double level) => Plan?.Level(level, Plan.Looks.Count - 1) ?? level;
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
