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

    /// <summary>Targets whose squared errors the validation loss is the mean of; 0 where it is a sum over parts, a VAE's.</summary>
    public int Targets { get; init; }

    /// <summary>Values that belong to each row: targets, conditions, auxiliary quantities.</summary>
    public int Values { get; init; }

    /// <summary>Operations of a training step.</summary>
    public IReadOnlyList<Op> Training => _training;

    /// <summary>Operations of a part of validation.</summary>
    public IReadOnlyList<Op> Validation => _validation;

    /// <summary>Room for rows of so many columns, padded; the first float.</summary>
    public int Room(int columns) => Room(_rows, columns);

    /// <summary>Room for what training alone needs.</summary>
    public int TrainingRoom(int columns) => Room(BatchSize, columns);

    /// <summary>An operation of training and validation.</summary>
    public void Both(Op op)
    {
        _training.Add(op);
        _validation.Add(op);
    }

    /// <summary>An operation of training alone.</summary>
    public void Train(Op op) => _training.Add(op);

    /// <summary>An operation of validation alone.</summary>
    public void Validate(Op op) => _validation.Add(op);

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
            Stride = Lane.Pad(layer.Inputs),
            Activation = sigmoid ? Activation.Sigmoid : Activation.None,
        });
        return output;
    }

    /// <summary>Outputs of a layer with SiLU; training keeps its derivative.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Place of its inputs.</param>
    /// <param name="windows">Windows of a row; those of a dense layer are one.</param>
    /// <returns>Places of its outputs and of the derivative.</returns>
    public (int Output, int Derivative) ForwardSilu(PlacedLayer layer, int input, Windows windows)
    {
        int output = Room(windows.Positions * layer.Columns), derivative = TrainingRoom(windows.Positions * layer.Columns);
        Op op = new(OpCode.Forward)
        {
            Input = input,
            Output = output,
            Weights = layer.Offset,
            Inputs = layer.Inputs,
            Columns = layer.Columns,
            Used = layer.Outputs,
            Third = derivative,
            Stride = windows.Stride,
            Positions = windows.Positions,
            Step = windows.Step,
        };
        _training.Add(op with { Activation = Activation.SiluWithDerivative });
        _validation.Add(op with { Activation = Activation.Silu });
        return (output, derivative);
    }

    /// <summary>Deltas of a layer's inputs; before <see cref="Update(PlacedLayer, int, int)"/>, which changes its weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="delta">Place of its outputs' deltas.</param>
    /// <param name="activations">Place of its inputs where they are sigmoids; null where not.</param>
    /// <returns>Place of its inputs' deltas.</returns>
    public int InputDelta(PlacedLayer layer, int delta, int? activations)
    {
        int output = TrainingRoom(layer.Inputs);
        InputDelta(layer, delta, output, activations is null ? Activation.None : Activation.Sigmoid, activations ?? 0);
        return output;
    }

    /// <summary>The same where the inputs are SiLU's: the deltas take the place of its derivative.</summary>
    public void SiluInputDelta(PlacedLayer layer, int delta, int derivative) =>
        InputDelta(layer, delta, derivative, Activation.SiluWithDerivative, derivative);

    /// <summary>A step of a layer.</summary>
    public void Update(PlacedLayer layer, int input, int delta) => Update(layer, input, delta, Windows.One(layer.Inputs));

    /// <summary>A step of a convolution.</summary>
    public void Update(PlacedLayer layer, int input, int delta, Windows windows) => Train(new Op(OpCode.Update)
    {
        Input = input,
        Output = delta,
        Weights = layer.Offset,
        Inputs = layer.Inputs,
        Columns = layer.Columns,
        Stride = windows.Stride,
        Positions = windows.Positions,
        Step = windows.Step,
    });

    private void InputDelta(PlacedLayer layer, int delta, int output, Activation activation, int third) => Train(new Op(OpCode.InputDelta)
    {
        Input = delta,
        Output = output,
        Weights = layer.Offset,
        Inputs = layer.Inputs,
        Columns = layer.Columns,
        Used = layer.UsedColumns,
        Activation = activation,
        Third = third,
    });

    private int Room(int rows, int columns)
    {
        int place = Workspace;
        Workspace = checked(Workspace + rows * Lane.Pad(columns));
        return place;
    }
}
