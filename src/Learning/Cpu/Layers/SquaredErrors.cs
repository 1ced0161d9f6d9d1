using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>Validation error of networks whose outputs are compared with known values.</summary>
internal static class SquaredErrors
{
    /// <summary>
    /// Adds (y − t)² of a block's rows to a sum, row by row in their order, so that it does not matter how rows are cut into blocks.
    /// </summary>
    /// <param name="sum">What was added before.</param>
    /// <param name="output">y; its first <paramref name="outputs"/> columns count.</param>
    /// <param name="targets">t of the block's rows, row-major, <paramref name="outputs"/> a row.</param>
    /// <param name="outputs">Values compared in each row.</param>
    public static double Add(double sum, RowBlock output, ReadOnlySpan<float> targets, int outputs)
    {
        for (int row = 0; row * outputs < targets.Length; row++)
        {
            ReadOnlySpan<float> predicted = output.Row(row), known = targets.Slice(row * outputs, outputs);
            for (int k = 0; k < known.Length; k++)
            {
                float difference = predicted[k] - known[k];
                sum += (double)difference * difference;
            }
        }
        return sum;
    }
}
