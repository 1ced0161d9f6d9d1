using System.Runtime.Intrinsics;

namespace IonSweep.Spectra.Streams;

/// <summary>
/// The 32-bit words of a stream, 64 at a time: word i of group g is output word i / 16 of Philox block 16 g + i mod 16, so that
/// sixteen blocks are computed side by side and stored without shuffling.
/// </summary>
internal static class RandomWords
{
    /// <summary>Words in one group.</summary>
    public const int GroupSize = 64;

    /// <summary>One word.</summary>
    public static uint At(StreamKey stream, ulong index)
    {
        ulong group = index / GroupSize;
        int word = (int)(index % GroupSize);
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(stream, group * 16 + (ulong)(word % 16));
        return (word / 16) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>The four vectors of group <paramref name="group"/>.</summary>
    public static (Vector512<uint> X0, Vector512<uint> X1, Vector512<uint> X2, Vector512<uint> X3) Group(StreamKey stream, ulong group)
    {
        ulong block = group * 16; // a multiple of 16: adding 0…15 never carries into the next word
        Vector512<uint> c0 = Vector512.Create((uint)block) | Vector512<uint>.Indices;
        Vector512<uint> c1 = Vector512.Create((uint)(block >> 32));
        Vector512<uint> c2 = Vector512.Create((uint)stream.Domain), c3 = Vector512.Create((uint)(stream.Domain >> 32));
        uint k0 = (uint)stream.Key, k1 = (uint)(stream.Key >> 32);
        for (int round = 0; round < 10; round++)
        {
            (Vector512<uint> high0, Vector512<uint> low0) = Multiply(c0, Philox.M0);
            (Vector512<uint> high1, Vector512<uint> low1) = Multiply(c2, Philox.M1);
            (c0, c1, c2, c3) = (high1 ^ c1 ^ Vector512.Create(k0), low1, high0 ^ c3 ^ Vector512.Create(k1), low0);
            k0 += Philox.W0;
            k1 += Philox.W1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>Upper and lower halves of the 64-bit products with a constant.</summary>
    private static (Vector512<uint> High, Vector512<uint> Low) Multiply(Vector512<uint> factors, uint constant)
    {
        Vector512<ulong> even = (factors.AsUInt64() & Vector512.Create(0xFFFFFFFFUL)) * constant;
        Vector512<ulong> odd = (factors.AsUInt64() >>> 32) * constant;
        Vector512<ulong> upper = Vector512.Create(0xFFFFFFFF00000000UL);
        return (((even >>> 32) | (odd & upper)).AsUInt32(), ((even & ~upper) | (odd << 32)).AsUInt32());
    }
}
