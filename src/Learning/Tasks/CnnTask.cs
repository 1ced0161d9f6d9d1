using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tasks;

/// <summary>
/// Everything that determines a trained convolutional multitask network. With L₀ the mean squared error over rows and concentrations and
/// L_a that of each auxiliary quantity, training minimises ½ Σ_t n_t·(exp(−s_t)·L_t + s_t) over the weights and the log variances
/// s, which start at 0; n₀ is K, the others 1, as in the likelihood of all outputs (Kendall, Gal and Cipolla 2018). It stops by, and
/// keeps the best weights by, L₀ of the validation rows, unweighted. Both losses of the history are L₀.
/// </summary>
/// <param name="Architecture">K targets, A auxiliary quantities.</param>
/// <param name="Training">N scaled spectra, measured and perhaps generated.</param>
/// <param name="TrainingTargets">N × K concentrations, row-major, standardized (mean and standard deviation of the fold's training
/// rows).</param>
/// <param name="TrainingAuxiliary">N × A auxiliary quantities of these spectra, row-major, standardized likewise.</param>
/// <param name="Validation">V scaled measured spectra.</param>
/// <param name="ValidationTargets">V × K concentrations, row-major, scaled as the training rows'.</param>
/// <param name="InitialWeights">Stream of the initial weights.</param>
/// <param name="BatchOrder">Stream of the row order.</param>
/// <param name="Options">Optimiser and stopping rule.</param>
public sealed record CnnTask(
    CnnArchitecture Architecture,
    RowSet Training,
    float[] TrainingTargets,
    float[] TrainingAuxiliary,
    RowSet Validation,
    float[] ValidationTargets,
    StreamKey InitialWeights,
    StreamKey BatchOrder,
    TrainingOptions Options)
    : NetworkTask<CnnWeights>(Training, Validation, InitialWeights, BatchOrder, Options)
{
    /// <summary><see cref="NetworkTask.Network"/> of convolutional multitask networks.</summary>
    public const string Kind = "cnn";

    /// <inheritdoc/>
    public override string Network => Kind;

    /// <inheritdoc/>
    public override string ArchitectureSlug => Architecture.Slug;

    /// <inheritdoc/>
    protected override int Columns => Architecture.Channels;

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> TrainingValues =>
    [
        new("targets", TrainingTargets, Architecture.Targets), new("auxiliary quantities", TrainingAuxiliary, Architecture.Auxiliary),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> ValidationValues => [new("targets", ValidationTargets, Architecture.Targets)];
}
