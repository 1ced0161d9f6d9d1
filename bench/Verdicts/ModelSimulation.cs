using IonSweep.Sweeps.Results;

namespace IonSweep.Bench.Verdicts;

/// <summary>
/// Sweeps whose differences follow the model behind the corrected test: normal, with the correlation n_test/(n_test + n_train) between any
/// two folds. E's errors are 1 with a spread of 0.1 over folds.
/// </summary>
internal static class ModelSimulation
{
    public const int Training = 7, Test = 1;
    private static readonly double Shared = Math.Sqrt((double)Test / (Test + Training));
    private static readonly double Own = Math.Sqrt((double)Training / (Test + Training));

    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter to, int sweeps)
    {
        to.WriteLine($"Size, {sweeps} sweeps a row: share of sweeps with any false verdict\n");
        to.WriteLine("| folds | comparisons | better or worse, nothing there | equivalent, all at the margin |");
        to.WriteLine("| --: | --: | --: | --: |");
        foreach (int comparisons in (int[])[1, 24])
            foreach (int folds in (int[])[8, 16, 64])
            {
                double none = SimulatedSweep.Shares(sweeps, 1, source => Sweep(source, folds, comparisons, 0, 0.02),
                    judged => judged.Any(SimulatedSweep.IsShown))[0];
                double margin = SimulatedSweep.Shares(sweeps, 2, source => Sweep(source, folds, comparisons, 0.05, 0.02),
                    judged => judged.Any(one => one.EquivalenceP <= 0.05 && one.HolmEquivalenceP <= 0.05))[0];
                to.WriteLine($"| {folds} | {comparisons} | {none:P2} | {margin:P2} |");
            }

        to.WriteLine(
            $"\nPower, {sweeps} sweeps a row, a tenth with 24 comparisons: true difference in spreads of folds (5 % of E's error)\n");
        to.WriteLine("| difference | comparisons | 8 folds | 16 | 32 | 64 | 64: no number of folds would |");
        to.WriteLine("| --: | --: | --: | --: | --: | --: | --: |");
        foreach (int comparisons in (int[])[1, 24])
            foreach (double difference in (double[])[0.25, 0.5, 0.75, 1, 1.5, 2, 3])
            {
                double[][] shares = [.. ((int[])[8, 16, 32, 64]).Select(folds => SimulatedSweep.Shares(
                    comparisons == 1 ? sweeps : sweeps / 10, 3, source => Sweep(source, folds, comparisons, -difference * 0.05, 0.05),
                    judged => judged[0].Verdict == Verdict.Better,
                    judged => judged[0] is { Verdict: Verdict.Undecided, FoldsToDecide: null }))];
                to.WriteLine($"| {difference} | {comparisons} | {string.Join(" | ", shares.Select(s => s[0].ToString("P1")))} "
                    + $"| {shares[^1][1]:P1} |");
            }

        to.WriteLine($"\nPower of equivalence, {sweeps} sweeps a row: nothing there, spread of folds in per cent of E's error\n");
        to.WriteLine("| spread | 8 folds | 16 | 32 | 64 |");
        to.WriteLine("| --: | --: | --: | --: | --: |");
        foreach (double spread in (double[])[0.01, 0.02, 0.03, 0.05, 0.1])
        {
            double[] shares = [.. ((int[])[8, 16, 32, 64]).Select(folds => SimulatedSweep.Shares(
                sweeps, 4, source => Sweep(source, folds, 1, 0, spread), judged => judged[0].Verdict == Verdict.Equivalent)[0])];
            to.WriteLine($"| {spread:P0} | {string.Join(" | ", shares.Select(s => s.ToString("P1")))} |");
        }
    }

    private static IReadOnlyList<Comparison> Sweep(GaussianSource source, int folds, int comparisons, double mean, double spread) =>
        SimulatedSweep.Judge(Errors(source, folds, comparisons, mean, spread), Training, Test);

    /// <summary>For each comparison the errors of E and of a strategy, fold by fold.</summary>
    public static (double Reference, double Strategy)[][] Errors(
        GaussianSource source, int folds, int comparisons, double mean, double spread) =>
        [.. Enumerable.Range(0, comparisons).Select(_ =>
        {
            double shared = source.Next();
            (double, double)[] errors = new (double, double)[folds];
            for (int fold = 0; fold < folds; fold++)
            {
                double reference = 1 + 0.1 * source.Next();
                errors[fold] = (reference, reference + mean + spread * (Shared * shared + Own * source.Next()));
            }
            return errors;
        })];
}
