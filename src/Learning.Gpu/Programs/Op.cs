namespace IonSweep.Learning.Gpu.Programs;

/// <summary>
/// One operation of a program. Places in the workspace are floats from its beginning; <see cref="Spectra"/> stands for the spectra of
/// the batch. All threads of a block have finished an operation before the next begins.
/// </summary>
internal readonly record struct Op(OpCode Code)
{
    /// <summary>An operation in memory: so many integers.</summary>
    public const int Size = 16;

    /// <summary>The place of the spectra of the batch, which are read where they lie.</summary>
    public const int Spectra = -1;

    /// <summary>What it reads.</summary>
    public int Input { get; init; }

    /// <summary>What it writes; of <see cref="OpCode.Update"/> the deltas.</summary>
    public int Output { get; init; }

    /// <summary>First weight in the network's parameters.</summary>
    public int Weights { get; init; }

    /// <summary>Inputs of the layer: of a convolution those of one window.</summary>
    public int Inputs { get; init; }

    /// <summary>N, columns of the layer with padding; of an operation on values, those that count.</summary>
    public int Columns { get; init; }

    /// <summary>Columns up to the last that is an output.</summary>
    public int Used { get; init; }

    /// <summary>What becomes of the sums, or of the deltas.</summary>
    public Activation Activation { get; init; }

    /// <summary>A third and a fourth place.</summary>
    public int Third { get; init; }

    /// <inheritdoc cref="Third"/>
    public int Fourth { get; init; }

    /// <summary>Floats from one row to the next of what it writes; of operations on latents, the place of σ.</summary>
    public int Stride { get; init; }

    /// <summary>Windows of a row; 1 for a dense layer.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>Floats from one window to the next.</summary>
    public int Step { get; init; }

    /// <summary>As the device reads it.</summary>
    public int[] Encode() =>
    [
        (int)Code, Input, Output, Weights, Inputs, Columns, Used, (int)Activation, Third, Fourth, Stride, Positions, Step, 0, 0, 0,
    ];
}
