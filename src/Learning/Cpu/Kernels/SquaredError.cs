using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Squared error of reconstructed rows and its derivative:
/// <code>e_r = Σ_c (y[r,c] − x[r,c])²      δ[r,c] = s · (y[r,c] − x[r,c])</code>
/// At every width a row is summed in 16 chains, column c in chain c mod 16, c ascending; the chains are then added in order in double
/// precision.
/// </summary>
internal static unsafe class SquaredError<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Turns y into δ in place and returns the sum of e_r over the rows, added in order.</summary>
    /// <param name="y">Rows × stride, zero past the columns.</param>
    /// <param name="x">Addresses of the rows, zero past their columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Floats from one row of y to the next, a multiple of 16.</param>
    /// <param name="scale">s.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double SumAndDelta(float* y, float** x, int rows, nint stride, float scale)
    {
        float* chains = stackalloc float[Lane.Count];
        V factor = S.Broadcast(scale);
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            float* target = x[row];
            for (nint lane = 0; lane < Lane.Count; lane += S.Lanes)
            {
                V sum = S.Broadcast(0f);
                for (nint c = lane; c < stride; c += Lane.Count)
                {
                    V difference = S.Sub(S.Load(y + c), S.Load(target + c));
                    sum = S.Fma(difference, difference, sum);
                    S.Store(S.Mul(difference, factor), y + c);
                }
                S.Store(sum, chains + lane);
            }
            for (int lane = 0; lane < Lane.Count; lane++) total += chains[lane];
            y += stride;
        }
        return total;
    }
}
