using IonSweep.Learning.Cpu.Layers;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>What a layer sees of each row: one window for a dense layer, windows that may overlap for a convolution.</summary>
/// <param name="Positions">Windows.</param>
/// <param name="Step">Floats from one to the next.</param>
/// <param name="Stride">Floats from one row to the next.</param>
internal readonly record struct Windows(int Positions, int Step, int Stride)
{
    /// <summary>The whole row.</summary>
    public static Windows One(int inputs) => new(1, 0, Lane.Pad(inputs));
}
