using IonSweep.Sweeps.Results;

namespace IonSweep.Bench.Verdicts;

/// <summary>
/// Sweeps with real splits of real data sets: y = a (x₁ + x₂ + x₃) + b (x₄ + x₅ + x₆) + noise, everything standard normal, split 7:2:1
/// again and again. E is a least-squares fit on the first three, the other model one on the last three. Each errs by what it does not
/// see, so their expected errors are in the ratio √((3 a² + 1)/(3 b² + 1)): equal, and "at the margin", can be had exactly.
/// </summary>
internal static class ResamplingSimulation
{
    private const int Features = 3;

    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter to, int sweeps)
    {
        to.WriteLine($"{sweeps} data sets a row: share with the verdict\n");
        to.WriteLine(
            "| samples | folds | equal errors: better or worse | 5 % larger: equivalent | 10 % smaller: better | 30 % smaller: better |");
        to.WriteLine("| --: | --: | --: | --: | --: | --: |");
        foreach (int samples in (int[])[40, 80, 160])
            foreach (int folds in (int[])[8, 16, 64])
            {
                double[] shares =
                [
                    Share(1, SimulatedSweep.IsShown), Share(1.05, one => one.HolmEquivalenceP <= 0.05),
                    Share(0.9, one => one.Verdict == Verdict.Better), Share(0.7, one => one.Verdict == Verdict.Better),
                ];
                to.WriteLine($"| {samples} | {folds} | {string.Join(" | ", shares.Select(share => share.ToString("P2")))} |");

                double Share(double ratio, Func<Comparison, bool> asked) => SimulatedSweep.Shares(
                    sweeps, (int)(ratio * 100), source => Sweep(source, samples, folds, ratio), judged => asked(judged[0]))[0];
            }
    }

    private static IReadOnlyList<Comparison> Sweep(GaussianSource source, int samples, int folds, double ratio)
    {
        // The error of the fit on the last three is that of what it does not see: 3 a² + 1; of the other, 3 b² + 1.
        double b = 1, a = Math.Sqrt((ratio * ratio * (3 * b * b + 1) - 1) / 3);
        double[,] x = new double[samples, 2 * Features];
        double[] y = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            for (int f = 0; f < 2 * Features; f++) y[i] += (f < Features ? a : b) * (x[i, f] = source.Next());
            y[i] += source.Next();
        }
        int test = (samples + 9) / 10, validation = (int)Math.Ceiling(2 * (samples - test) / 9.0), training = samples - test - validation;
        (double, double)[] errors = new (double, double)[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] order = source.Order(samples);
            int[] seen = order[..training], unseen = order[^test..];
            errors[fold] = (Error(x, y, 0, seen, unseen), Error(x, y, Features, seen, unseen));
        }
        return SimulatedSweep.Judge([errors], training, test);
    }

    /// <summary>Test error of least squares on three features, by Cholesky's decomposition of the normal equations.</summary>
    private static double Error(double[,] x, double[] y, int first, int[] training, int[] test)
    {
        Span<double> gram = stackalloc double[Features * Features];
        Span<double> right = stackalloc double[Features];
        foreach (int row in training)
            for (int i = 0; i < Features; i++)
            {
                right[i] += x[row, first + i] * y[row];
                for (int j = 0; j <= i; j++) gram[i * Features + j] += x[row, first + i] * x[row, first + j];
            }
        for (int i = 0; i < Features; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = gram[i * Features + j];
                for (int k = 0; k < j; k++) sum -= gram[i * Features + k] * gram[j * Features + k];
                gram[i * Features + j] = i == j ? Math.Sqrt(sum) : sum / gram[j * Features + j];
            }
            for (int k = 0; k < i; k++) right[i] -= gram[i * Features + k] * right[k];
            right[i] /= gram[i * Features + i];
        }
        for (int i = Features - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < Features; k++) right[i] -= gram[k * Features + i] * right[k];
            right[i] /= gram[i * Features + i];
        }
        double error = 0;
        foreach (int row in test)
        {
            double predicted = 0;
            for (int i = 0; i < Features; i++) predicted += right[i] * x[row, first + i];
            error += Math.Abs(predicted - y[row]);
        }
        return error / test.Length;
    }
}
