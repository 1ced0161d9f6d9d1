using IonSweep.Learning;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Sweeps.Generators.Vae;

/// <summary>What a VAE's encoder says of N training rows, for each of L latents. Summed in double in row order.</summary>
public sealed record PosteriorStatistics
{
    /// <summary>
    /// A latent is active when its posterior mean varies more than this between spectra (Burda, Grosse, Salakhutdinov, ICLR 2016, section
    /// 5.2).
    /// </summary>
    public const double ActiveVariance = 0.01;

    /// <summary>Training rows, N.</summary>
    public required int Rows { get; init; }

    /// <summary>mean(μ), L values.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>√(var(μ) + mean(σ²)), L values.</summary>
    public required IReadOnlyList<double> Sd { get; init; }

    /// <summary>Smallest μ, L values.</summary>
    public required IReadOnlyList<double> Lowest { get; init; }

    /// <summary>Largest μ, L values.</summary>
    public required IReadOnlyList<double> Highest { get; init; }

    /// <summary>var(μ), L values.</summary>
    public required IReadOnlyList<double> MeanVariance { get; init; }

    /// <summary>Mean over rows of the divergence ½(μ² + σ² − 1 − ln σ²) from N(0, 1), in nats, L values.</summary>
    public required IReadOnlyList<double> Divergence { get; init; }

    /// <summary>Latents, L.</summary>
    public int Latents => Mean.Count;

    /// <summary>Latents whose <see cref="MeanVariance"/> exceeds <see cref="ActiveVariance"/>.</summary>
    public int ActiveLatents => MeanVariance.Count(variance => variance > ActiveVariance);

    /// <summary>Statistics of encoded rows.</summary>
    /// <param name="mean">μ, N × L.</param>
    /// <param name="logVariance">ln σ², N × L.</param>
    public static PosteriorStatistics Of(Matrix mean, Matrix logVariance)
    {
        int rows = mean.Rows, latents = mean.Columns;
        double[] centre = new double[latents], variance = new double[latents], noise = new double[latents],
            divergence = new double[latents];
        double[] lowest = [.. Enumerable.Repeat(double.PositiveInfinity, latents)],
            highest = [.. Enumerable.Repeat(double.NegativeInfinity, latents)];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> mu = mean.Row(row), logSigma2 = logVariance.Row(row);
            for (int l = 0; l < latents; l++)
            {
                double sigma2 = PortableMath.Exp(logSigma2[l]);
                centre[l] += mu[l];
                noise[l] += sigma2;
                divergence[l] += 0.5 * ((double)mu[l] * mu[l] + sigma2 - 1 - logSigma2[l]);
                lowest[l] = Math.Min(lowest[l], mu[l]);
                highest[l] = Math.Max(highest[l], mu[l]);
            }
        }
        for (int l = 0; l < latents; l++) centre[l] /= rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> mu = mean.Row(row);
            for (int l = 0; l < latents; l++) variance[l] += (mu[l] - centre[l]) * (mu[l] - centre[l]);
        }
        double[] sd = new double[latents];
        for (int l = 0; l < latents; l++)
        {
            variance[l] /= rows; // of the mixture of posteriors, hence no n − 1
            sd[l] = Math.Sqrt(variance[l] + noise[l] / rows);
            divergence[l] /= rows;
        }
        return new PosteriorStatistics
        {
            Rows = rows,
            Mean = centre,
            Sd = sd,
            Lowest = lowest,
            Highest = highest,
            MeanVariance = variance,
            Divergence = divergence,
        };
    }
}
