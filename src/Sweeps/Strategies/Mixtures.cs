using IonSweep.Learning;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Convex mixtures of pairs of training spectra and of their labels.</summary>
internal static class Mixtures
{
    /// <summary>Limits of α: beyond, Jöhnk's method would throw nearly all numbers away, or lose them to rounding.</summary>
    public const double LeastAlpha = 0.1, MostAlpha = 4;

    private const ulong NumbersPerRow = 1UL << 20; // far more than a share was ever drawn with

    /// <param name="task">The training rows.</param>
    /// <param name="perMeasured">Generated spectra for each measured one.</param>
    /// <param name="alpha">α of Beta(α, α).</param>
    /// <param name="stream">All random numbers.</param>
    /// <param name="partner">The row that a row is mixed with, given a uniform number.</param>
    public static SyntheticSet Generate(
        FittedGenerationTask task, double perMeasured, double alpha, StreamKey stream, Func<int, double, int> partner)
    {
        Matrix measured = task.TrainingSpectra();
        float[] targets = task.TrainingTargets();
        int[] bases = task.Bases(perMeasured);
        int width = targets.Length / measured.Rows;
        Matrix spectra = new(bases.Length, measured.Columns);
        float[] labels = new float[bases.Length * width];
        for (int i = 0; i < bases.Length; i++)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            ulong first = (ulong)i * NumbersPerRow;
            int other = partner(bases[i], UniformStream.At(stream, first));
            double share = Share(alpha, stream, first + 1);
            Mix(measured.Row(bases[i]), measured.Row(other), share, spectra.Row(i));
            Mix(
                targets.AsSpan(bases[i] * width, width), targets.AsSpan(other * width, width), share, labels.AsSpan(i * width, width));
        }
        return task.SetOf(spectra, labels);
    }

    /// <summary>A number from Beta(α, α) by M. D. Jöhnk (Metrika 8 (1964) 5): u^(1/α) of two that add up to less than 1.</summary>
    internal static double Share(double alpha, StreamKey stream, ulong first)
    {
        for (ulong number = first; ; number += 2)
        {
            double x = PortableMath.Pow(UniformStream.At(stream, number), 1 / alpha),
                y = PortableMath.Pow(UniformStream.At(stream, number + 1), 1 / alpha);
            if (x + y is > 0 and <= 1) return x / (x + y);
        }
    }

    private static void Mix(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double share, Span<float> mixture)
    {
        for (int i = 0; i < mixture.Length; i++) mixture[i] = (float)Math.FusedMultiplyAdd(share, a[i] - (double)b[i], b[i]);
    }
}
