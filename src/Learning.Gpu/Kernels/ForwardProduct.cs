using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Outputs of a layer: bias + input · weights, then perhaps an activation, after which columns past the outputs are zero. For a
/// convolution the rows are its windows.
/// </summary>
internal struct ForwardProduct : IProduct<Float4>
{
    public BatchRows Input;
    public int Output, Layer, Inputs, LayerColumns, Outputs, Activation, Derivative;

    public readonly int Rows => Input.Count;

    public readonly int Columns => LayerColumns;

    public readonly int Depth => Inputs;

    public readonly bool LeftAlongDepth => true;

    public readonly bool RightAlongDepth => false;

    public readonly Float4 Left(Worker worker, int depth, int row) =>
        Input.Along(worker, depth, row, Inputs);

    public readonly Float4 Right(Worker worker, int depth, int column)
    {
        if (depth >= Inputs || column >= LayerColumns) return default;
        return worker.Memory.Quads[(Layer + DenseLayout.Weight(depth, column, Inputs, LayerColumns)) / 4];
    }

    public readonly Float4 Hold(Worker worker, int row, int column)
    {
        if (column >= LayerColumns) return default;
        return worker.Memory.Quads[(Layer + DenseLayout.Bias(Inputs, LayerColumns) + column) / 4];
    }

    public readonly Float4 Start(Float4 held) => held;

    public readonly void Store(Worker worker, Float4 held, int index, int row, int column, Float4 sums)
    {
        if (row >= Input.Count || column >= LayerColumns) return;
        if (Activation == (int)Programs.Activation.SiluWithDerivative)
            worker.Memory.Quads[(worker.Workspace + Derivative + row * LayerColumns + column) / 4] = Float4.Of(
                Exponential.SiluDerivative(sums.X), Exponential.SiluDerivative(sums.Y), Exponential.SiluDerivative(sums.Z),
                Exponential.SiluDerivative(sums.W));
        if (Activation != (int)Programs.Activation.None)
            sums = Float4.Of(Active(sums.X, column), Active(sums.Y, column + 1), Active(sums.Z, column + 2), Active(sums.W, column + 3));
        worker.Memory.Quads[(worker.Workspace + Output + row * LayerColumns + column) / 4] = sums;
    }

    private readonly float Active(float sum, int column)
    {
        if (column >= Outputs) return 0f;
        return Activation == (int)Programs.Activation.Sigmoid ? Exponential.Sigmoid(sum) : Exponential.Silu(sum);
    }
}
