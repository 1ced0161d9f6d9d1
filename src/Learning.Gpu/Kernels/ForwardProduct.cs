using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Outputs of a dense layer: bias + input · weights, then perhaps the sigmoid; columns past the outputs are zero after it.
/// </summary>
internal struct ForwardProduct : IProduct<Float4>
{
    public int Input, InputStride, Output, Layer, Inputs, LayerColumns, Outputs, Activation, Count;

    public readonly int Rows => Count;

    public readonly int Columns => LayerColumns;

    public readonly int Depth => Inputs;

    public readonly bool LeftAlongDepth => true;

    public readonly bool RightAlongDepth => false;

    public readonly Float4 Left(Worker worker, int depth, int row) =>
        BatchRows.Along(worker, Input, InputStride, depth, row, Count, Inputs);

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
        if (row >= Count || column >= LayerColumns) return;
        if (Activation == 1)
            sums = Float4.Of(Active(sums.X, column), Active(sums.Y, column + 1), Active(sums.Z, column + 2), Active(sums.W, column + 3));
        worker.Memory.Quads[(worker.Workspace + Output + row * LayerColumns + column) / 4] = sums;
    }

    private readonly float Active(float sum, int column) => column < Outputs ? Exponential.Sigmoid(sum) : 0f;
}
