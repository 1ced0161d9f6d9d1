using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Latents drawn from a VAE's posteriors, the Kullback–Leibler divergence from N(0, 1), and the derivatives of both
/// (Kingma and Welling 2014), with λ = log σ²:
/// <code>
/// σ = e^{λ/2}      z = μ + σ·ε      KL_r = ½ Σ_j (μ² + σ² − 1 − λ)
/// δμ = δz + s·μ    δλ = ½·(δz·ε·σ + s·(σ² − 1))
/// </code>
/// A row of the encoder's output is μ in L columns and λ in L columns, each padded with zeros to a multiple of 16. The divergence is
/// summed as <see cref="SquaredError{S, V}"/> sums.
/// </summary>
internal static unsafe class LatentSampling<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Writes z and σ; returns the sum of KL_r over the rows, added in order.</summary>
    /// <param name="posterior">Rows × 2·padded: μ, λ.</param>
    /// <param name="noise">Rows × padded: ε, zero in the padding.</param>
    /// <param name="deviation">Receives σ, rows × padded.</param>
    /// <param name="latent">Receives z in the first <paramref name="padded"/> columns.</param>
    /// <param name="latentStride">Floats from one row of z to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="padded">L rounded up to a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Forward(
        float* posterior, float* noise, float* deviation, float* latent, nint latentStride, int rows, nint padded)
    {
        float* chains = stackalloc float[Lane.Count];
        V half = S.Broadcast(0.5f), one = S.Broadcast(1f);
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            for (nint lane = 0; lane < Lane.Count; lane += S.Lanes)
            {
                V sum = S.Broadcast(0f);
                for (nint j = lane; j < padded; j += Lane.Count)
                {
                    V mean = S.Load(posterior + j), logVariance = S.Load(posterior + padded + j);
                    V sigma = Exponential<S, V>.Exp(S.Mul(half, logVariance));
                    S.Store(sigma, deviation + j);
                    S.Store(S.Fma(sigma, S.Load(noise + j), mean), latent + j);
                    // μ² + σ² − (1 + λ)
                    V divergence = S.Sub(S.Fma(mean, mean, S.Mul(sigma, sigma)), S.Add(one, logVariance));
                    sum = S.Fma(half, divergence, sum);
                }
                S.Store(sum, chains + lane);
            }
            for (int lane = 0; lane < Lane.Count; lane++) total += chains[lane];
            posterior += 2 * padded;
            noise += padded;
            deviation += padded;
            latent += latentStride;
        }
        return total;
    }

    /// <summary>Writes δμ and δλ in the posterior's layout, zero in the padding.</summary>
    /// <param name="posterior">As in <see cref="Forward"/>.</param>
    /// <param name="noise">As in <see cref="Forward"/>.</param>
    /// <param name="deviation">σ of <see cref="Forward"/>.</param>
    /// <param name="latentDelta">δz, in the layout of z.</param>
    /// <param name="latentStride">Floats from one row of δz to the next.</param>
    /// <param name="delta">Receives δμ, δλ.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="latents">L.</param>
    /// <param name="padded">L rounded up to a multiple of 16.</param>
    /// <param name="scale">s, the weight of KL in the loss.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(
        float* posterior, float* noise, float* deviation, float* latentDelta, nint latentStride, float* delta,
        int rows, nint latents, nint padded, float scale)
    {
        V half = S.Broadcast(0.5f), one = S.Broadcast(1f), weight = S.Broadcast(scale);
        for (; rows > 0; rows--)
        {
            for (nint j = 0; j < padded; j += S.Lanes)
            {
                V sigma = S.Load(deviation + j), dz = S.Load(latentDelta + j);
                S.Store(S.Fma(weight, S.Load(posterior + j), dz), delta + j);
                V sampled = S.Mul(S.Mul(dz, S.Load(noise + j)), sigma);
                V divergence = S.Mul(weight, S.Sub(S.Mul(sigma, sigma), one));
                S.Store(S.Mul(half, S.Add(sampled, divergence)), delta + padded + j);
            }
            // δz has no meaning past the latents: conditions stand there.
            for (nint j = latents; j < padded; j++) delta[j] = delta[padded + j] = 0;
            posterior += 2 * padded;
            noise += padded;
            deviation += padded;
            latentDelta += latentStride;
            delta += 2 * padded;
        }
    }
}
