using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tasks;

/// <summary>Everything that determines a trained network, whatever its kind. N training rows, V validation rows.</summary>
/// <param name="Training">N scaled spectra, measured and perhaps generated.</param>
/// <param name="Validation">V scaled measured spectra.</param>
/// <param name="InitialWeights">Stream of the initial weights.</param>
/// <param name="BatchOrder">Stream of the row order.</param>
/// <param name="Options">Optimiser and stopping rule.</param>
public abstract record NetworkTask(
    RowSet Training, RowSet Validation, StreamKey InitialWeights, StreamKey BatchOrder, TrainingOptions Options)
{
    /// <summary>Kind of network, by which trainers say what they can train: <c>mlp</c>, <c>vae</c>, <c>cnn</c>.</summary>
    public abstract string Network { get; }

    /// <summary>The architecture in words, equal for equal architectures.</summary>
    public abstract string ArchitectureSlug { get; }

    /// <summary>Columns of every spectrum.</summary>
    protected abstract int Columns { get; }

    /// <summary>What belongs to each training row.</summary>
    protected abstract IReadOnlyList<RowValues> TrainingValues { get; }

    /// <summary>What belongs to each validation row.</summary>
    protected abstract IReadOnlyList<RowValues> ValidationValues { get; }

    /// <summary>Streams beside those of weights and order, each with its name.</summary>
    protected virtual IReadOnlyList<(string Name, StreamKey Key)> FurtherStreams => [];

    /// <summary>Shapes and options, checked before memory is read through pointers.</summary>
    /// <exception cref="ArgumentException">A shape or option is not as described; says which.</exception>
    public void Check()
    {
        Options.Check();
        CheckRows("training", Training, TrainingValues);
        CheckRows("validation", Validation, ValidationValues);
    }

    /// <summary>The task in words, for its checkpoints.</summary>
    /// <param name="trainer">Name of the trainer.</param>
    /// <param name="numericsVersion">The trainer's.</param>
    public TaskDescription Describe(string trainer, int numericsVersion) => TaskDescription.Of(
        trainer, numericsVersion, ArchitectureSlug, Options,
        [("initial weights", InitialWeights), ("batch order", BatchOrder), .. FurtherStreams],
        [("training", Training, TrainingValues), ("validation", Validation, ValidationValues)]);

    private void CheckRows(string part, RowSet rows, IReadOnlyList<RowValues> all)
    {
        if (rows.Count == 0) throw new ArgumentException($"There are no {part} rows; a training needs at least one.");
        if (rows.Columns != Columns)
            throw new ArgumentException($"The {part} rows have {rows.Columns} columns; the network expects {Columns}.");
        foreach ((string what, float[] values, int perRow) in all)
            if (values.Length != rows.Count * perRow)
                throw new ArgumentException(
                    $"{rows.Count} {part} rows have {values.Length} {what}; expected {perRow} a row, {rows.Count * perRow} in all.");
    }

    /// <summary>Values that belong to rows.</summary>
    /// <param name="What">For messages, e.g. <c>targets</c>.</param>
    /// <param name="Values">Rows × <paramref name="PerRow"/>, row-major.</param>
    /// <param name="PerRow">Values a row.</param>
    public readonly record struct RowValues(string What, float[] Values, int PerRow);
}

/// <summary>A task whose trained network has weights of a certain type.</summary>
/// <typeparam name="TWeights">The weights.</typeparam>
/// <inheritdoc cref="NetworkTask(RowSet, RowSet, StreamKey, StreamKey, TrainingOptions)" path="/param"/>
public abstract record NetworkTask<TWeights>(
    RowSet Training, RowSet Validation, StreamKey InitialWeights, StreamKey BatchOrder, TrainingOptions Options)
    : NetworkTask(Training, Validation, InitialWeights, BatchOrder, Options);
