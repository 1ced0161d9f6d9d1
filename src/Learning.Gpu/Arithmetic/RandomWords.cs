namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>
/// Words of a keyed stream (<see cref="Spectra.Streams.Philox"/>), in the order that the trainer <c>cpu</c> draws them in: word i of a
/// group of 64 is output word i / 16 of block i mod 16.
/// </summary>
internal static class RandomWords
{
    /// <summary>The four words of a block.</summary>
    /// <param name="stream">Key and domain.</param>
    /// <param name="index">Block.</param>
    public static WordBlock Block(StreamWords stream, ulong index)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = stream.DomainLow, c3 = stream.DomainHigh;
        uint k0 = stream.KeyLow, k1 = stream.KeyHigh;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            uint high0 = (uint)(p0 >> 32), high1 = (uint)(p1 >> 32);
            c0 = high1 ^ c1 ^ k0;
            c2 = high0 ^ c3 ^ k1;
            c1 = (uint)p1;
            c3 = (uint)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        return new WordBlock { X0 = c0, X1 = c1, X2 = c2, X3 = c3 };
    }
}

/// <summary>A <see cref="Spectra.Streams.StreamKey"/> in words of 32 bits.</summary>
internal struct StreamWords
{
    public uint KeyLow, KeyHigh, DomainLow, DomainHigh;
}

/// <summary>Output of one block.</summary>
internal struct WordBlock
{
    public uint X0, X1, X2, X3;
}
