using System.Runtime.Intrinsics;

namespace IonSweep.Spectra.Streams;

/// <summary>Random orders of rows; each epoch's order is a pure function of key and epoch.</summary>
public static class Permutation
{
    /// <summary>
    /// Writes a uniformly random order of 0 … n−1 (Fisher and Yates). An index is picked by multiplying a 32-bit word, a bias of at
    /// most n / 2³².
    /// </summary>
    /// <param name="stream">Stream of the batch order.</param>
    /// <param name="epoch">Epoch, or any number below 2³².</param>
    /// <param name="order">Receives n indices.</param>
    public static void Fill(StreamKey stream, ulong epoch, Span<int> order)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Span<uint> words = stackalloc uint[RandomWords.GroupSize];
        for (int drawn = 0; drawn < order.Length - 1; drawn++)
        {
            int word = drawn % RandomWords.GroupSize;
            if (word == 0) FillGroup(stream, (epoch << 32) + (ulong)(drawn / RandomWords.GroupSize), words);
            int last = order.Length - 1 - drawn;
            int chosen = (int)((words[word] * (ulong)(last + 1)) >> 32);
            (order[last], order[chosen]) = (order[chosen], order[last]);
        }
    }

    private static void FillGroup(StreamKey stream, ulong group, Span<uint> words)
    {
        (Vector512<uint> x0, Vector512<uint> x1, Vector512<uint> x2, Vector512<uint> x3) = RandomWords.Group(stream, group);
        x0.CopyTo(words);
        x1.CopyTo(words[16..]);
        x2.CopyTo(words[32..]);
        x3.CopyTo(words[48..]);
    }
}
