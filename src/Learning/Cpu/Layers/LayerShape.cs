using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>Size of a fully connected layer.</summary>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Segments">Equal parts of the outputs, each padded by itself: 2 for an encoder's means and log variances, else 1.</param>
internal readonly record struct LayerShape(int Inputs, int Outputs, int Segments = 1)
{
    /// <summary>Columns of one segment with padding.</summary>
    public int SegmentColumns => Lane.Pad(Outputs / Segments);

    /// <summary>Outputs with padding.</summary>
    public int Columns => Segments * SegmentColumns;

    /// <summary>Columns up to the last that is an output.</summary>
    public int UsedColumns => Column(Outputs - 1) + 1;

    /// <summary>Weights and biases with padding.</summary>
    public int ParameterCount => checked(Columns * (Inputs + 1));

    /// <summary>Column of an output.</summary>
    public int Column(int output)
    {
        int perSegment = Outputs / Segments;
        return output / perSegment * SegmentColumns + output % perSegment;
    }
}
