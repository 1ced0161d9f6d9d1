using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Multivariate;

public class DecompositionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public void Eigenvectors_diagonalise_the_matrix(int n)
    {
        float[] random = new float[n * n];
        NormalStream.Fill(StreamKeys.Of("test", "eigen"), 0, random);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) matrix[i * n + j] = random[i * n + j] + random[j * n + i];
        (double[] values, double[] vectors) = SymmetricEigen.Decompose([.. matrix], n);
        for (int i = 0; i < n; i++)
        {
            if (i > 0) Assert.True(values[i - 1] >= values[i]);
            for (int r = 0; r < n; r++)
            {
                double product = Enumerable.Range(0, n).Sum(c => matrix[r * n + c] * vectors[i * n + c]);
                Assert.Equal(values[i] * vectors[i * n + r], product, 1e-12 * n);
            }
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, n).Sum(c => vectors[i * n + c] * vectors[j * n + c]), 1e-12);
        }
    }

    [Fact]
    public void Principal_directions_are_the_leading_eigenvectors_of_the_covariance()
    {
        const int rows = 80, channels = 25;
        float[] random = new float[rows * (channels + 3)];
        NormalStream.Fill(StreamKeys.Of("test", "principal"), 0, random);
        double[] z = new double[rows * channels], covariance = new double[channels * channels];
        for (int row = 0; row < rows; row++)
            for (int c = 0; c < channels; c++)
                z[row * channels + c] = 4 * random[row] * Math.Sin(0.3 * c) + 2 * random[rows + row] * Math.Cos(0.2 * c)
                    + 0.3 * random[3 * rows + row * channels + c];
        for (int i = 0; i < channels; i++)
            for (int j = 0; j < channels; j++)
                covariance[i * channels + j] = Enumerable.Range(0, rows).Sum(row => z[row * channels + i] * z[row * channels + j]) / rows;
        (double[] expected, double[] expectedVectors) = SymmetricEigen.Decompose(covariance, channels);
        (double[] values, double[] vectors) = PrincipalDirections.Of(z, rows, channels, 8);
        for (int k = 0; k < 2; k++)
        {
            Assert.Equal(1, values[k] / expected[k], 1e-9);
            double overlap = Enumerable.Range(0, channels).Sum(c => vectors[k * channels + c] * expectedVectors[k * channels + c]);
            Assert.Equal(1, Math.Abs(overlap), 1e-6);
        }
    }
}
