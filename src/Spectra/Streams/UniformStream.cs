namespace IonSweep.Spectra.Streams;

/// <summary>Uniform random numbers in [0, 1); element i is a pure function of key and i.</summary>
public static class UniformStream
{
    /// <summary>Element <paramref name="index"/>: a multiple of 2⁻²⁴, so that float and double hold the same value.</summary>
    public static double At(StreamKey stream, ulong index) => (RandomWords.At(stream, index) >> 8) * (1.0 / (1 << 24));

    /// <summary>Elements <paramref name="first"/>, first + 1, … of the stream.</summary>
    public static void Fill(StreamKey stream, ulong first, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)At(stream, first + (ulong)i);
    }
}
