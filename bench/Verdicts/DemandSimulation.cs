using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Bench.Verdicts;

/// <summary>
/// Sweeps of the same model whose folds are added while a comparison is undecided and could still be decided: 8, 16, 32, 64. Beside the
/// plan of looks that spends alpha, what would come of looking again and again at the fixed sweep's level.
/// </summary>
internal static class DemandSimulation
{
    private const int From = 8, To = 64;

    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter to, int sweeps)
    {
        to.WriteLine(
            $"{sweeps} sweeps a row, 8 to 64 folds until decided, spread 5 % of E's error; share with the verdict for any comparison\n");
        to.WriteLine(
            "| comparisons | difference in spreads | better or worse | the same, looking without a plan | equivalent | mean folds |");
        to.WriteLine("| --: | --: | --: | --: | --: | --: |");
        foreach ((int comparisons, double difference, int count) in ((int, double, int)[])[
            (1, 0, sweeps), (8, 0, sweeps / 4), (1, 0.5, sweeps), (1, 1, sweeps), (1, 1.5, sweeps), (1, 2, sweeps)])
        {
            long folds = 0;
            int naive = 0;
            double[] shares = SimulatedSweep.Shares(count, 5, source =>
            {
                (double, double)[][] errors = ModelSimulation.Errors(source, To, comparisons, -difference * 0.05, 0.05);
                if (LooksWithoutPlan(errors)) Interlocked.Increment(ref naive);
                (IReadOnlyList<Comparison> judged, int used) = UntilDecided(errors);
                Interlocked.Add(ref folds, used);
                return judged;
            }, judged => judged.Any(SimulatedSweep.IsShown), judged => judged.Any(one => one.Verdict == Verdict.Equivalent));
            to.WriteLine($"| {comparisons} | {difference} | {shares[0]:P2} | {(double)naive / count:P2} | {shares[1]:P2} "
                + $"| {(double)folds / count:F1} |");
        }
        double[] margin = SimulatedSweep.Shares(
            sweeps, 6, source => UntilDecided(ModelSimulation.Errors(source, To, 1, 0.05, 0.02)).Judged,
            judged => judged[0].HolmEquivalenceP <= 0.05);
        to.WriteLine($"\nAt the margin (spread 2 %), equivalent: {margin[0]:P2}");
    }

    private static (IReadOnlyList<Comparison> Judged, int Folds) UntilDecided((double, double)[][] errors)
    {
        int[] looks = [.. SpendingPlan.LooksOf(From, To)];
        for (int look = 0; ; look++)
        {
            IReadOnlyList<Comparison> judged = SimulatedSweep.Judge(
                errors.Select(one => one[..looks[look]]), ModelSimulation.Training, ModelSimulation.Test,
                new FoldLooks(From, To, look + 1));
            if (look + 1 == looks.Length
                || !judged.Any(one => one is { Verdict: Verdict.Undecided, FoldsToDecide: { } folds } && folds <= To))
                return (judged, looks[look]);
        }
    }

    private static bool LooksWithoutPlan((double, double)[][] errors) => SpendingPlan.LooksOf(From, To).Any(folds => SimulatedSweep.Judge(
        errors.Select(one => one[..folds]), ModelSimulation.Training, ModelSimulation.Test).Any(SimulatedSweep.IsShown));
}
