using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// The product of a block, as the trainer <c>cpu</c> sums it:
/// <code>C[r, n] = start[n] + Σ_{k=0}^{K−1} L[r, k] · R[k, n]</code>
/// Each element is one chain of fused multiply-adds with k ascending, of one thread. A thread keeps 4 × 4 elements in registers and reads
/// four of L and four of R at each k from shared memory; meanwhile the next 16 k are on their way from global memory.
/// </summary>
internal static class Product
{
    public static void Run<TProduct, THeld>(Worker w, TProduct product)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct
    {
        int extent = 4 * w.Side, depth = product.Depth;
        for (int firstRow = 0; firstRow < product.Rows; firstRow += extent)
            for (int firstColumn = 0; firstColumn < product.Columns; firstColumn += extent)
            {
                int row = firstRow + 4 * w.Y, column = firstColumn + 4 * w.X;
                THeld held = product.Hold(w, row, column);
                Float4 start = product.Start(held);
                float c00 = start.X, c01 = start.Y, c02 = start.Z, c03 = start.W;
                float c10 = start.X, c11 = start.Y, c12 = start.Z, c13 = start.W;
                float c20 = start.X, c21 = start.Y, c22 = start.Z, c23 = start.W;
                float c30 = start.X, c31 = start.Y, c32 = start.Z, c33 = start.W;
                Stage<TProduct, THeld>(w, product, 0, 0, firstRow, firstColumn, 0);
                w.Barrier();
                int buffer = 0;
                for (int k = 0; k < depth; k += Worker.TileDepth)
                {
                    int next = k + Worker.TileDepth;
                    bool more = next < depth;
                    Float4 left = default, right = default;
                    if (more)
                    {
                        left = LeftOf<TProduct, THeld>(w, product, w.Thread, next, firstRow);
                        right = RightOf<TProduct, THeld>(w, product, w.Thread, next, firstColumn);
                    }
                    int count = depth - k < Worker.TileDepth ? depth - k : Worker.TileDepth;
                    int l = Place(w, buffer, 0) + w.Y, r = Place(w, buffer, 1) + w.X;
                    for (int i = 0; i < count; i++)
                    {
                        Float4 a = w.Shared[l], b = w.Shared[r];
                        l += w.Side + 1;
                        r += w.Side + 1;
                        c00 = Rounded.Fma(a.X, b.X, c00);
                        c01 = Rounded.Fma(a.X, b.Y, c01);
                        c02 = Rounded.Fma(a.X, b.Z, c02);
                        c03 = Rounded.Fma(a.X, b.W, c03);
                        c10 = Rounded.Fma(a.Y, b.X, c10);
                        c11 = Rounded.Fma(a.Y, b.Y, c11);
                        c12 = Rounded.Fma(a.Y, b.Z, c12);
                        c13 = Rounded.Fma(a.Y, b.W, c13);
                        c20 = Rounded.Fma(a.Z, b.X, c20);
                        c21 = Rounded.Fma(a.Z, b.Y, c21);
                        c22 = Rounded.Fma(a.Z, b.Z, c22);
                        c23 = Rounded.Fma(a.Z, b.W, c23);
                        c30 = Rounded.Fma(a.W, b.X, c30);
                        c31 = Rounded.Fma(a.W, b.Y, c31);
                        c32 = Rounded.Fma(a.W, b.Z, c32);
                        c33 = Rounded.Fma(a.W, b.W, c33);
                    }
                    buffer = 1 - buffer;
                    if (more)
                    {
                        w.Shared[LeftPlace<TProduct, THeld>(w, product, w.Thread, buffer)] = left;
                        w.Shared[RightPlace<TProduct, THeld>(w, product, w.Thread, buffer)] = right;
                        Stage<TProduct, THeld>(w, product, w.Threads, next, firstRow, firstColumn, buffer);
                    }
                    w.Barrier();
                }
                product.Store(w, held, 0, row, column, Float4.Of(c00, c01, c02, c03));
                product.Store(w, held, 1, row + 1, column, Float4.Of(c10, c11, c12, c13));
                product.Store(w, held, 2, row + 2, column, Float4.Of(c20, c21, c22, c23));
                product.Store(w, held, 3, row + 3, column, Float4.Of(c30, c31, c32, c33));
            }
    }

    // A tile has TileDepth × Side quads; with fewer threads than that a thread fetches several.
    private static void Stage<TProduct, THeld>(Worker w, TProduct product, int first, int depth, int row, int column, int buffer)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct
    {
        for (int item = first + w.Thread; item < Worker.TileDepth * w.Side; item += w.Threads)
        {
            w.Shared[LeftPlace<TProduct, THeld>(w, product, item, buffer)] = LeftOf<TProduct, THeld>(w, product, item, depth, row);
            w.Shared[RightPlace<TProduct, THeld>(w, product, item, buffer)] = RightOf<TProduct, THeld>(w, product, item, depth, column);
        }
    }

    private static Float4 LeftOf<TProduct, THeld>(Worker w, TProduct product, int item, int depth, int row)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct =>
        product.Left(w, depth + DepthOf(w, item, product.LeftAlongDepth), row + 4 * QuadOf(w, item, product.LeftAlongDepth));

    private static Float4 RightOf<TProduct, THeld>(Worker w, TProduct product, int item, int depth, int column)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct =>
        product.Right(w, depth + DepthOf(w, item, product.RightAlongDepth), column + 4 * QuadOf(w, item, product.RightAlongDepth));

    private static int LeftPlace<TProduct, THeld>(Worker w, TProduct product, int item, int buffer)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct =>
        Place(w, buffer, 0) + DepthOf(w, item, product.LeftAlongDepth) * (w.Side + 1) + QuadOf(w, item, product.LeftAlongDepth);

    private static int RightPlace<TProduct, THeld>(Worker w, TProduct product, int item, int buffer)
        where TProduct : struct, IProduct<THeld>
        where THeld : struct =>
        Place(w, buffer, 1) + DepthOf(w, item, product.RightAlongDepth) * (w.Side + 1) + QuadOf(w, item, product.RightAlongDepth);

    private static int Place(Worker w, int buffer, int factor) => (2 * buffer + factor) * Worker.TileQuads;

    private static int DepthOf(Worker w, int item, bool alongDepth) => alongDepth ? item % Worker.TileDepth : item / w.Side;

    private static int QuadOf(Worker w, int item, bool alongDepth) => alongDepth ? item / Worker.TileDepth : item % w.Side;
}
