using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Bench.Verdicts;

/// <summary>Errors of one fold, or of many, for the code that judges real sweeps.</summary>
internal static class SimulatedSweep
{
    /// <summary>The comparisons of one sweep.</summary>
    /// <param name="errors">For each comparison the errors of E and of a strategy, fold by fold.</param>
    /// <param name="training">Training samples of a fold.</param>
    /// <param name="test">Test samples of a fold.</param>
    /// <param name="looks">Looks at a sweep with folds on demand; null for fixed folds.</param>
    public static IReadOnlyList<Comparison> Judge(
        IEnumerable<IReadOnlyList<(double Reference, double Strategy)>> errors, int training, int test, FoldLooks? looks = null) =>
        StrategyComparison.Compare(
            [
                .. errors.Select(folds => folds.Select((pair, fold) => (
                    Cell(fold, "e", pair.Reference, training, test), Cell(fold, "other", pair.Strategy, training, test))).ToArray()),
            ],
            new StatisticsSpec(), looks);

    /// <summary>Judges many sweeps on all cores and counts what is asked of each.</summary>
    /// <param name="sweeps">How many.</param>
    /// <param name="seed">Of this row of a table; every sweep has a stream of its own.</param>
    /// <param name="judge">Makes and judges one sweep.</param>
    /// <param name="asked">What is counted.</param>
    /// <returns>The share of sweeps for which each is true.</returns>
    public static double[] Shares(int sweeps, int seed, Func<GaussianSource, IReadOnlyList<Comparison>> judge,
        params Func<IReadOnlyList<Comparison>, bool>[] asked)
    {
        int[] counts = new int[asked.Length];
        Parallel.For(0, sweeps, sweep =>
        {
            IReadOnlyList<Comparison> judged = judge(new GaussianSource(seed * 1_000_003 + sweep));
            for (int i = 0; i < asked.Length; i++)
                if (asked[i](judged)) Interlocked.Increment(ref counts[i]);
        });
        return [.. counts.Select(count => (double)count / sweeps)];
    }

    /// <summary>A difference was shown, in either direction.</summary>
    public static bool IsShown(Comparison comparison) => comparison.Verdict is Verdict.Better or Verdict.Worse;

    private static CellResult Cell(int fold, string strategy, double error, int training, int test) =>
        new() { Fold = fold, Target = "t", Strategy = strategy, Mae = error, TrainingSamples = training, TestSamples = test };
}
