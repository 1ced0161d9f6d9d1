using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Selection;

/// <summary>A locally weighted PLS: it has no coefficients, each spectrum gets a regression of its own.</summary>
/// <param name="Spectra">N × C preprocessed training spectra; rounded to single precision.</param>
/// <param name="Targets">N values.</param>
/// <param name="Neighbours">Training spectra that a regression is made of.</param>
/// <param name="Components">Of each regression.</param>
public sealed record LocalTerm(float[] Spectra, double[] Targets, int Neighbours, int Components)
{
    internal double Predict(double[] z)
    {
        int n = Targets.Length, channels = z.Length;
        double[] squares = new double[n], difference = new double[channels];
        for (int i = 0; i < n; i++)
        {
            Subtract(i, difference);
            squares[i] = FixedOrder.Dot(difference, difference);
        }
        (int[] near, double[] weights) = LocalRegression.Nearest(squares, Neighbours);
        double[] from = new double[near.Length * channels]; // neighbours minus the spectrum, which is 0 then
        for (int i = 0; i < near.Length; i++) Subtract(near[i], from.AsSpan(i * channels, channels));
        double[] products = new double[near.Length * near.Length];
        for (int i = 0; i < near.Length; i++)
            for (int j = 0; j <= i; j++)
                products[(i * near.Length) + j] = products[(j * near.Length) + i] =
                    FixedOrder.Dot(from.AsSpan(i * channels, channels), from.AsSpan(j * channels, channels));
        return LocalRegression.Predict(
            SplitGram.Weighted(products, new double[near.Length], weights), weights, [.. near.Select(i => Targets[i])])[Components - 1];

        void Subtract(int row, Span<double> result)
        {
            for (int c = 0; c < channels; c++) result[c] = Spectra[(row * channels) + c] - z[c];
        }
    }
}
