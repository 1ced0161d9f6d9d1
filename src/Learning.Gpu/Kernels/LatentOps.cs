using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Operations of a VAE on its latents and spectra, as the trainer <c>cpu</c> computes them
/// (<see cref="Learning.Cpu.Kernels.LatentSampling{S, V}"/> and <see cref="Learning.Cpu.Kernels.SquaredError{S, V}"/> have the
/// mathematics). A row is summed in 16 chains, column c in chain c mod 16, which are then added in order in double precision.
/// </summary>
internal static class LatentOps
{
    private const int Chains = 16, Group = 64;

    /// <summary>ε of the batch's rows, rows padded; a row of the stream begins a group of 64 elements.</summary>
    public static void Noise(Worker w, int noise, int latents)
    {
        int groups = (latents + Group - 1) / Group, stride = DenseLayout.Pad(latents);
        for (int i = w.Thread; i < w.Count * groups * Chains; i += w.Threads)
        {
            int lane = i % Chains, group = i / Chains % groups, row = i / (Chains * groups);
            ulong streamRow = w.FirstNoiseRow + (ulong)w.Memory.Integers[w.Positions + row];
            WordBlock words = RandomWords.Block(w.Noise, (streamRow * (ulong)groups + (ulong)group) * Chains + (ulong)lane);
            NormalPair first = Normal.Pair(words.X0, words.X1), second = Normal.Pair(words.X2, words.X3);
            int at = w.Workspace + noise + row * stride, element = group * Group + lane;
            if (element < latents) w.Memory.Floats[at + element] = first.Cos;
            if (element + 16 < latents) w.Memory.Floats[at + element + 16] = first.Sin;
            if (element + 32 < latents) w.Memory.Floats[at + element + 32] = second.Cos;
            if (element + 48 < latents) w.Memory.Floats[at + element + 48] = second.Sin;
        }
    }

    /// <summary>σ = e^{λ/2}, z = μ + σ·ε, conditions behind z, and ½ (μ² + σ² − 1 − λ) in chains.</summary>
    /// <param name="w">The thread.</param>
    /// <param name="posterior">μ, λ; each padded.</param>
    /// <param name="noise">ε, rows padded.</param>
    /// <param name="latent">Receives z and conditions.</param>
    /// <param name="chains">Receives 16 sums a row.</param>
    /// <param name="latents">L.</param>
    /// <param name="deviation">Receives σ, rows padded.</param>
    public static void Sample(Worker w, int posterior, int noise, int latent, int chains, int latents, int deviation)
    {
        int padded = DenseLayout.Pad(latents), stride = DenseLayout.Pad(latents + w.ValuesPerRow);
        for (int i = w.Thread; i < w.Count * Chains; i += w.Threads)
        {
            int row = i / Chains, lane = i % Chains;
            float sum = 0f;
            for (int j = lane; j < latents; j += Chains)
            {
                float mean = w.Memory.Floats[w.Workspace + posterior + row * 2 * padded + j];
                float logVariance = w.Memory.Floats[w.Workspace + posterior + row * 2 * padded + padded + j];
                float sigma = Exponential.Exp(Rounded.Mul(0.5f, logVariance));
                w.Memory.Floats[w.Workspace + deviation + row * padded + j] = sigma;
                w.Memory.Floats[w.Workspace + latent + row * stride + j] =
                    Rounded.Fma(sigma, w.Memory.Floats[w.Workspace + noise + row * padded + j], mean);
                float divergence = Rounded.Sub(Rounded.Fma(mean, mean, Rounded.Mul(sigma, sigma)), Rounded.Add(1f, logVariance));
                sum = Rounded.Fma(0.5f, divergence, sum);
            }
            w.Memory.Floats[w.Workspace + chains + i] = sum;
            for (int j = lane; j < w.ValuesPerRow; j += Chains)
                w.Memory.Floats[w.Workspace + latent + row * stride + latents + j] =
                    w.Memory.Floats[w.Values + w.Memory.Integers[w.Positions + row] * w.ValuesPerRow + j];
        }
    }

    /// <summary>Turns y into δ = 2s · (y − x) in place, and (y − x)² in chains.</summary>
    public static void SpectrumErrors(Worker w, int output, int chains, int channels)
    {
        float scale = Rounded.Mul(2f, w.Scale);
        int stride = DenseLayout.Pad(channels);
        for (int i = w.Thread; i < w.Count * Chains; i += w.Threads)
        {
            int row = i / Chains, spectrum = w.Row(Programs.Op.Spectra, 0, row), at = w.Workspace + output + row * stride;
            float sum = 0f;
            for (int c = i % Chains; c < stride; c += Chains)
            {
                float difference = Rounded.Sub(w.Memory.Floats[at + c], w.Memory.Floats[spectrum + c]);
                sum = Rounded.Fma(difference, difference, sum);
                w.Memory.Floats[at + c] = Rounded.Mul(difference, scale);
            }
            w.Memory.Floats[w.Workspace + chains + i] = sum;
        }
    }

    /// <summary>The chains' sums: of the divergence, then of the squared errors.</summary>
    public static void SumChains(Worker w, int divergence, int errors)
    {
        if (w.Thread != 0) return;
        w.Memory.Losses[w.Loss] = Sum(w, divergence);
        w.Memory.Losses[w.Loss + 1] = Sum(w, errors);
    }

    /// <summary>δμ = δz + s·μ, δλ = ½·(δz·ε·σ + s·(σ² − 1)), in the posterior's layout, zero in the padding.</summary>
    public static void Delta(Worker w, int posterior, int noise, int latentDelta, int delta, int latents, int deviation)
    {
        int padded = DenseLayout.Pad(latents), stride = DenseLayout.Pad(latents + w.ValuesPerRow);
        for (int i = w.Thread; i < w.Count * padded; i += w.Threads)
        {
            int row = i / padded, j = i % padded;
            float mean = 0f, logVariance = 0f;
            if (j < latents)
            {
                float sigma = w.Memory.Floats[w.Workspace + deviation + i];
                float dz = w.Memory.Floats[w.Workspace + latentDelta + row * stride + j];
                mean = Rounded.Fma(w.Scale, w.Memory.Floats[w.Workspace + posterior + row * 2 * padded + j], dz);
                float sampled = Rounded.Mul(Rounded.Mul(dz, w.Memory.Floats[w.Workspace + noise + i]), sigma);
                float divergence = Rounded.Mul(w.Scale, Rounded.Sub(Rounded.Mul(sigma, sigma), 1f));
                logVariance = Rounded.Mul(0.5f, Rounded.Add(sampled, divergence));
            }
            w.Memory.Floats[w.Workspace + delta + row * 2 * padded + j] = mean;
            w.Memory.Floats[w.Workspace + delta + row * 2 * padded + padded + j] = logVariance;
        }
    }

    private static double Sum(Worker w, int chains)
    {
        double sum = 0.0;
        for (int i = 0; i < w.Count * Chains; i++)
            sum = Rounded.Add(sum, Rounded.ToDouble(w.Memory.Floats[w.Workspace + chains + i]));
        return sum;
    }
}
