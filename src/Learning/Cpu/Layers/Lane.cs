using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>
/// Sizes in the trainer's memory: independent of the machine's vectors, so that state moves between machines bit for bit.
/// </summary>
internal static class Lane
{
    /// <summary>Every row of activations, deltas and weights is padded with zeros to a multiple of this.</summary>
    public const int Count = 16;

    /// <summary>Outputs of a layer whose weights stand side by side in memory.</summary>
    public const int PanelWidth = 64;

    /// <summary><paramref name="size"/> rounded up to whole lanes.</summary>
    public static int Pad(int size) => (size + Count - 1) / Count * Count;
}
