using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Layers;

/// <summary>
/// Carries deltas from a layer's outputs to its inputs and applies its gradient; owns the scratch memory that this takes.
/// </summary>
internal sealed unsafe class Backpropagation
{
    private readonly KernelSet _kernels;
    private readonly FloatBuffer _outputs, _inputs, _panel;

    /// <param name="kernels">Kernels to use.</param>
    /// <param name="rows">Most rows of a batch.</param>
    /// <param name="layers">Layers to serve.</param>
    public Backpropagation(KernelSet kernels, int rows, IReadOnlyList<DenseLayer> layers)
    {
        _kernels = kernels;
        int batch = Lane.Pad(rows);
        int columns = layers.Max(layer => layer.Columns);
        _outputs = new FloatBuffer(checked(columns * batch));
        _inputs = new FloatBuffer(checked(layers.Max(layer => Lane.Pad(layer.Inputs)) * batch));
        _panel = new FloatBuffer(batch * Lane.PanelWidth);
    }

    /// <summary>
    /// Deltas of a layer's inputs: δx = δy · Wᵀ. Must precede <see cref="Update"/>, which changes W. Columns past the inputs are
    /// undefined.
    /// </summary>
    public void InputDelta(DenseLayer layer, RowBlock delta, int count, RowBlock inputDelta)
    {
        // Lanes run over the batch, so that no sum over outputs crosses lanes.
        int batch = Lane.Pad(count);
        Transposition.Transpose(delta.Pointer, delta.Stride, batch, layer.UsedColumns, _outputs.Pointer, batch);
        _kernels.InputDelta(layer, _outputs.Pointer, batch, _inputs.Pointer);
        Transposition.Transpose(_inputs.Pointer, batch, layer.Inputs, batch, inputDelta.Pointer, inputDelta.Stride);
    }

    /// <summary>Computes the gradient of a layer from its inputs and the deltas of its outputs, and applies it.</summary>
    public void Update(DenseLayer layer, float** inputs, RowBlock delta, int count, in AdamStep step)
    {
        fixed (AdamStep* constants = &step) _kernels.Update(layer, inputs, count, delta.Pointer, _panel.Pointer, constants);
    }
}
