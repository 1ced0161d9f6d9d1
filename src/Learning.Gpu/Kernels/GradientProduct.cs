using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Gradient of a layer's weights, G = Xᵀ·D with rows ascending from zero, put into Adam as soon as it is there: parameters and moments
/// are fetched before the product and written after it. For a convolution the rows are its windows, spectrum after spectrum.
/// </summary>
internal struct GradientProduct : IProduct<GradientProduct.Tile>
{
    public BatchRows Input, Delta;
    public int Layer, Inputs, LayerColumns;

    public readonly int Rows => Inputs;

    public readonly int Columns => LayerColumns;

    public readonly int Depth => Input.Count;

    public readonly bool LeftAlongDepth => false;

    public readonly bool RightAlongDepth => false;

    public readonly Float4 Left(Worker worker, int depth, int row) =>
        Input.Across(worker, depth, row, Inputs);

    public readonly Float4 Right(Worker worker, int depth, int column) =>
        Delta.Across(worker, depth, column, LayerColumns);

    public readonly Tile Hold(Worker worker, int row, int column) => new()
    {
        Row0 = Read(worker, row, column),
        Row1 = Read(worker, row + 1, column),
        Row2 = Read(worker, row + 2, column),
        Row3 = Read(worker, row + 3, column),
    };

    public readonly Float4 Start(Tile held) => default;

    public readonly void Store(Worker worker, Tile held, int index, int row, int column, Float4 sums)
    {
        if (row >= Inputs || column >= LayerColumns) return;
        Quads old = index == 0 ? held.Row0 : index == 1 ? held.Row1 : index == 2 ? held.Row2 : held.Row3;
        AdamConstants step = worker.Step[0];
        AdamState x = Adam.Update(Of(old.Parameter.X, old.First.X, old.Second.X), sums.X, step);
        AdamState y = Adam.Update(Of(old.Parameter.Y, old.First.Y, old.Second.Y), sums.Y, step);
        AdamState z = Adam.Update(Of(old.Parameter.Z, old.First.Z, old.Second.Z), sums.Z, step);
        AdamState v = Adam.Update(Of(old.Parameter.W, old.First.W, old.Second.W), sums.W, step);
        int at = (Layer + DenseLayout.Weight(row, column, Inputs, LayerColumns)) / 4, quads = worker.ParameterCount / 4;
        worker.Memory.Quads[at] = Float4.Of(x.Parameter, y.Parameter, z.Parameter, v.Parameter);
        worker.Memory.Quads[at + quads] = Float4.Of(x.First, y.First, z.First, v.First);
        worker.Memory.Quads[at + 2 * quads] = Float4.Of(x.Second, y.Second, z.Second, v.Second);
    }

    private static AdamState Of(float parameter, float first, float second) =>
        new() { Parameter = parameter, First = first, Second = second };

    private readonly Quads Read(Worker worker, int row, int column)
    {
        if (row >= Inputs || column >= LayerColumns) return default;
        int at = (Layer + DenseLayout.Weight(row, column, Inputs, LayerColumns)) / 4, quads = worker.ParameterCount / 4;
        return new Quads
        {
            Parameter = worker.Memory.Quads[at],
            First = worker.Memory.Quads[at + quads],
            Second = worker.Memory.Quads[at + 2 * quads],
        };
    }

    /// <summary>Four parameters with their moments.</summary>
    internal struct Quads
    {
        public Float4 Parameter, First, Second;
    }

    /// <summary>Those of four rows.</summary>
    internal struct Tile
    {
        public Quads Row0, Row1, Row2, Row3;
    }
}
