namespace IonSweep.Spectra.Streams;

/// <summary>
/// Philox 4×32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// a keyed bijection of 128-bit counters whose outputs serve as random words.
/// </summary>
public static class Philox
{
    internal const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57; // round multipliers
    internal const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85; // key increments

    /// <summary>The four words of one counter.</summary>
    /// <param name="c0">Counter, least significant word.</param>
    /// <param name="c1">Counter, word 1.</param>
    /// <param name="c2">Counter, word 2.</param>
    /// <param name="c3">Counter, most significant word.</param>
    /// <param name="k0">Key, lower word.</param>
    /// <param name="k1">Key, upper word.</param>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0, p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>Block <paramref name="index"/> of a stream.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(StreamKey stream, ulong index) => Block(
        (uint)index, (uint)(index >> 32), (uint)stream.Domain, (uint)(stream.Domain >> 32), (uint)stream.Key, (uint)(stream.Key >> 32));
}
