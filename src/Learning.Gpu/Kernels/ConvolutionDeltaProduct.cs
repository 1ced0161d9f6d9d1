namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Deltas of a convolution's inputs, times the derivative of the activation below, whose place they take. As in the trainer <c>cpu</c>
/// (<see cref="Learning.Cpu.Kernels.Convolution{S, V}"/> has the mathematics) M = K/S windows see a position, and the S·F deltas of S
/// positions are one product over M neighbouring rows of δy, with rows of zeros before and after a spectrum's:
/// <code>δx[p·S·F + i] = Σ_{e=0}^{M−1} Σ_{n=0}^{N−1} δy[p − M + 1 + e, n] · W[(M−1−e)·S·F + i, n]      p &lt; P + M − 1</code>
/// The zeros are multiplied too: they decide the sign of a zero.
/// </summary>
internal struct ConvolutionDeltaProduct : IProduct<InputDeltaProduct.Nothing>
{
    public int Delta, Below, Layer, Inputs, Features, Positions, Step, Count;

    public readonly int Rows => Count * (Positions + Overlap - 1);

    public readonly int Columns => Step;

    public readonly int Depth => Overlap * Features;

    public readonly bool LeftAlongDepth => true;

    public readonly bool RightAlongDepth => true;

    private readonly int Overlap => Inputs / Step;

    public readonly Float4 Left(Worker worker, int depth, int row)
    {
        if (depth >= Depth) return default;
        int window = depth / Features - Overlap + 1, feature = depth % Features;
        return Float4.Of(
            Value(worker, row, window, feature), Value(worker, row + 1, window, feature), Value(worker, row + 2, window, feature),
            Value(worker, row + 3, window, feature));
    }

    public readonly Float4 Right(Worker worker, int depth, int column)
    {
        if (depth >= Depth || column >= Step) return default;
        int input = (Overlap - 1 - depth / Features) * Step + column, feature = depth % Features;
        return Float4.Of(
            Weight(worker, input, feature), Weight(worker, input + 1, feature), Weight(worker, input + 2, feature),
            Weight(worker, input + 3, feature));
    }

    public readonly InputDeltaProduct.Nothing Hold(Worker worker, int row, int column) => default;

    public readonly Float4 Start(InputDeltaProduct.Nothing held) => default;

    public readonly void Store(Worker worker, InputDeltaProduct.Nothing held, int index, int row, int column, Float4 sums)
    {
        if (row >= Rows || column >= Step) return;
        int at = (worker.Workspace + Below + row * Step + column) / 4;
        worker.Memory.Quads[at] = Float4.Times(sums, worker.Memory.Quads[at]);
    }

    // Of the row's spectrum the delta at a window relative to the row's.
    private readonly float Value(Worker worker, int row, int window, int feature)
    {
        if (row >= Rows) return 0f;
        int rows = Positions + Overlap - 1, spectrum = row / rows, position = row - spectrum * rows + window;
        if (position < 0 || position >= Positions) return 0f;
        return worker.Memory.Floats[worker.Workspace + Delta + (spectrum * Positions + position) * Features + feature];
    }

    private readonly float Weight(Worker worker, int input, int feature) =>
        worker.Memory.Floats[Layer + DenseLayout.Weight(input, feature, Inputs, Features)];
}
