using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>
/// A cheap regression of all targets at once that stands for costly ones where training sets are compared: ridge regression on inner
/// products of spectra and on a radial kernel of twice the usual length, with penalties from strong to weak. One decomposition of each
/// serves all penalties and targets.
/// </summary>
public static class SurrogateRegression
{
    private const double Length = 2;
    private static readonly double[] Penalties = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

    /// <summary>Settings that are tried: two kernels with every penalty.</summary>
    public static int SettingCount => 2 * Penalties.Length;

    /// <summary>Predictions for M held-out spectra: settings × (M × T).</summary>
    /// <param name="spectra">(N + M) × C: N training spectra, then the held-out ones.</param>
    /// <param name="channels">C.</param>
    /// <param name="targets">N × T values, row-major.</param>
    /// <param name="targetCount">T.</param>
    public static double[][] Predict(double[] spectra, int channels, ReadOnlySpan<float> targets, int targetCount)
    {
        int all = spectra.Length / channels, n = targets.Length / targetCount, m = all - n;
        SplitGram gram = SplitGram.Of(
            SplitGram.Products(spectra, all, channels), all, [.. Enumerable.Range(0, n)], [.. Enumerable.Range(n, m)]);
        double[][] predicted = new double[SettingCount][];
        for (int setting = 0; setting < SettingCount; setting++) predicted[setting] = new double[m * targetCount];
        RadialKernel radial = new(gram);
        Add(gram.Training, gram.Held, gram.Spread, 0, targets);
        Add(radial.Training(Length), radial.Held(Length), 1, Penalties.Length, targets);
        return predicted;

        void Add(double[] training, double[] held, double unit, int firstSetting, ReadOnlySpan<float> known)
        {
            if (!(unit > 0)) unit = 1; // spectra that are all alike
            TridiagonalForm form = new([.. training], n);
            double[] one = new double[m];
            for (int t = 0; t < targetCount; t++)
            {
                double[] y = new double[n];
                for (int row = 0; row < n; row++) y[row] = known[row * targetCount + t];
                double mean = RegressionMethods.Mean(y);
                double[] rotated = form.Rotated(RegressionMethods.Centred(y, mean));
                for (int p = 0; p < Penalties.Length; p++)
                {
                    FixedOrder.Multiply(held, m, form.Solve(rotated, Penalties[p] * unit), one);
                    for (int row = 0; row < m; row++) predicted[firstSetting + p][row * targetCount + t] = one[row] + mean;
                }
            }
        }
    }
}
