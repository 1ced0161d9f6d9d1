using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// The order of an epoch's rows (<see cref="Spectra.Streams.Permutation"/>): its words are drawn by all threads, its swaps done by one,
/// in shared memory where the order fits there.
/// </summary>
internal static class RowOrder
{
    private const int Group = 64, Lanes = 16;

    /// <param name="w">The thread.</param>
    /// <param name="stream">Stream of the batch order.</param>
    /// <param name="epoch">Epoch.</param>
    /// <param name="order">First of <paramref name="rows"/> integers that receive the order, followed by as many of scratch.</param>
    /// <param name="rows">Rows.</param>
    public static void Fill(Worker w, StreamWords stream, int epoch, int order, int rows)
    {
        int words = order + rows;
        bool shared = rows <= Worker.SharedIntegers;
        ArrayView<int> fast = w.Shared.Cast<int>();
        for (int i = w.Thread; i < rows; i += w.Threads)
        {
            ulong group = ((ulong)epoch << 32) + (ulong)(i / Group);
            WordBlock block = RandomWords.Block(stream, group * Lanes + (ulong)(i % Lanes));
            int which = i % Group / Lanes;
            w.Memory.Integers[words + i] =
                (int)(which == 0 ? block.X0 : which == 1 ? block.X1 : which == 2 ? block.X2 : block.X3);
            if (shared) fast[i] = i;
            else w.Memory.Integers[order + i] = i;
        }
        w.Barrier();
        if (w.Thread == 0)
        {
            for (int drawn = 0; drawn < rows - 1; drawn++)
            {
                int last = rows - 1 - drawn;
                int chosen = (int)(((ulong)(uint)w.Memory.Integers[words + drawn] * (ulong)(last + 1)) >> 32);
                if (shared)
                {
                    int kept = fast[last];
                    fast[last] = fast[chosen];
                    fast[chosen] = kept;
                }
                else
                {
                    int kept = w.Memory.Integers[order + last];
                    w.Memory.Integers[order + last] = w.Memory.Integers[order + chosen];
                    w.Memory.Integers[order + chosen] = kept;
                }
            }
        }
        w.Barrier();
        if (shared) for (int i = w.Thread; i < rows; i += w.Threads) w.Memory.Integers[order + i] = fast[i];
        w.Barrier();
    }
}
