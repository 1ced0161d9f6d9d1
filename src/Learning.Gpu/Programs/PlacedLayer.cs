using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>A dense layer and where it lies in its network's parameters.</summary>
/// <param name="Offset">First float.</param>
/// <param name="Inputs">Inputs.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Columns">Outputs with padding.</param>
/// <param name="UsedColumns">Columns up to the last that is an output.</param>
internal readonly record struct PlacedLayer(int Offset, int Inputs, int Outputs, int Columns, int UsedColumns)
{
    /// <summary>The layers of a network of the trainer <c>cpu</c>.</summary>
    public static unsafe PlacedLayer[] Of(IEnumerable<DenseLayer> layers, Parameters parameters) =>
    [
        .. layers.Select(layer => new PlacedLayer(
            (int)(layer.PanelWeights(0) - parameters.Values.Pointer), layer.Inputs, layer.Outputs, layer.Columns, layer.UsedColumns)),
    ];
}
