using IonSweep.Learning.Cpu.Layers;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>What a network computes, as operations on a workspace; parameters lie as in the trainer <c>cpu</c>.</summary>
internal sealed class NetworkProgram
{
    private readonly List<Op> _training = [], _validation = [];
    private readonly int _rows;

    /// <param name="batchSize">Rows of a step.</param>
    /// <param name="parameterCount">Floats of the parameters.</param>
    public NetworkProgram(int batchSize, int parameterCount)
    {
        BatchSize = batchSize;
        ParameterCount = parameterCount;
        _rows = Math.Max(batchSize, Cpu.Trainee.EvaluationRows);
    }

    public int BatchSize { get; }

    public int ParameterCount { get; }

    /// <summary>Floats of the workspace so far.</summary>
    public int Workspace { get; private set; }

    /// <summary>Latents; 0 for a regression network.</summary>
    public int Latents { get; init; }

    /// <summary>Values that belong to each row: targets or conditions.</summary>
    public int Values { get; init; }

    /// <summary>Operations of a training step.</summary>
    public IReadOnlyList<Op> Training => _training;

    /// <summary>Operations of a part of validation.</summary>
    public IReadOnlyList<Op> Validation => _validation;

    /// <summary>Room for rows of so many columns, padded; the first float.</summary>
    public int Room(int columns)
    {
        int place = Workspace;
        Workspace = checked(Workspace + _rows * Lane.Pad(columns));
        return place;
    }

    /// <summary>An operation of training and validation.</summary>
    public void Both(Op op)
    {
        _training.Add(op);
        _validation.Add(op);
    }

    /// <summary>An operation of training alone.</summary>
    public void Train(Op op) => _training.Add(op);

    /// <summary>Outputs of a layer, rows as far apart as it has columns.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Place of its inputs.</param>
    /// <param name="sigmoid">Applies the sigmoid.</param>
    /// <returns>Place of its outputs.</returns>
    public int Forward(PlacedLayer layer, int input, bool sigmoid)
    {
        int output = Room(layer.Columns);
        Both(new Op(OpCode.Forward)
        {
            Input = input,
            Output = output,
            Weights = layer.Offset,
            Inputs = layer.Inputs,
            Columns = layer.Columns,
            Used = layer.Outputs,
            Activation = sigmoid ? 1 : 0,
        });
        return output;
    }

    /// <summary>Deltas of a layer's inputs; before <see cref="Update"/>, which changes its weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="delta">Place of its outputs' deltas.</param>
    /// <param name="activations">Place of its inputs where they are sigmoids; null where not.</param>
    /// <returns>Place of its inputs' deltas.</returns>
    public int InputDelta(PlacedLayer layer, int delta, int? activations)
    {
        int output = Room(layer.Inputs);
        Train(new Op(OpCode.InputDelta)
        {
            Input = delta,
            Output = output,
            Weights = layer.Offset,
            Inputs = layer.Inputs,
            Columns = layer.Columns,
            Used = layer.UsedColumns,
            Activation = activations is null ? 0 : 1,
            Third = activations ?? 0,
        });
        return output;
    }

    /// <summary>A step of a layer.</summary>
    public void Update(PlacedLayer layer, int input, int delta) => Train(new Op(OpCode.Update)
    {
        Input = input,
        Output = delta,
        Weights = layer.Offset,
        Inputs = layer.Inputs,
        Columns = layer.Columns,
    });
}
