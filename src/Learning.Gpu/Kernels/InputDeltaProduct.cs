using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Deltas of a layer's inputs, δx = δy · Wᵀ with columns ascending from zero, then perhaps times the derivative of the activation below,
/// a·(1 − a) or a kept one; columns past the inputs are zero.
/// </summary>
internal struct InputDeltaProduct : IProduct<InputDeltaProduct.Nothing>
{
    public BatchRows Delta;
    public int Output, Layer, Inputs, LayerColumns, Used, Activation, Below;

    public readonly int Rows => Delta.Count;

    public readonly int Columns => DenseLayout.Pad(Inputs);

    public readonly int Depth => Used;

    public readonly bool LeftAlongDepth => true;

    public readonly bool RightAlongDepth => true;

    public readonly Float4 Left(Worker worker, int depth, int row) =>
        Delta.Along(worker, depth, row, Used);

    public readonly Float4 Right(Worker worker, int depth, int column)
    {
        if (depth >= Used) return default;
        return Float4.Of(
            Weight(worker, depth, column), Weight(worker, depth, column + 1), Weight(worker, depth, column + 2),
            Weight(worker, depth, column + 3));
    }

    public readonly Nothing Hold(Worker worker, int row, int column) => default;

    public readonly Float4 Start(Nothing held) => default;

    public readonly void Store(Worker worker, Nothing held, int index, int row, int column, Float4 sums)
    {
        int stride = DenseLayout.Pad(Inputs);
        if (row >= Delta.Count || column >= stride) return;
        if (Activation != (int)Programs.Activation.None)
        {
            Float4 a = worker.Memory.Quads[(worker.Workspace + Below + row * stride + column) / 4];
            sums = Activation == (int)Programs.Activation.Sigmoid
                ? Float4.Of(
                    Exponential.SigmoidDelta(sums.X, a.X), Exponential.SigmoidDelta(sums.Y, a.Y), Exponential.SigmoidDelta(sums.Z, a.Z),
                    Exponential.SigmoidDelta(sums.W, a.W))
                : Float4.Times(sums, a);
        }
        worker.Memory.Quads[(worker.Workspace + Output + row * stride + column) / 4] = Float4.Of(
            column < Inputs ? sums.X : 0f, column + 1 < Inputs ? sums.Y : 0f, column + 2 < Inputs ? sums.Z : 0f,
            column + 3 < Inputs ? sums.W : 0f);
    }

    private readonly float Weight(Worker worker, int column, int input)
    {
        if (input >= Inputs) return 0f;
        return worker.Memory.Floats[Layer + DenseLayout.Weight(input, column, Inputs, LayerColumns)];
    }

    /// <summary>Nothing is held.</summary>
    internal struct Nothing
    {
        public int None;
    }
}
