using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tasks;

/// <summary>Everything that determines a trained regression network.</summary>
/// <param name="Architecture">K outputs.</param>
/// <param name="Training">N scaled spectra, measured and perhaps generated.</param>
/// <param name="TrainingTargets">N × K scaled targets, row-major.</param>
/// <param name="Validation">V scaled measured spectra.</param>
/// <param name="ValidationTargets">V × K scaled targets, row-major.</param>
/// <param name="InitialWeights">Stream of the initial weights.</param>
/// <param name="BatchOrder">Stream of the row order.</param>
/// <param name="Options">Optimiser and stopping rule.</param>
public sealed record MlpTask(
    MlpArchitecture Architecture,
    RowSet Training,
    float[] TrainingTargets,
    RowSet Validation,
    float[] ValidationTargets,
    StreamKey InitialWeights,
    StreamKey BatchOrder,
    TrainingOptions Options)
    : NetworkTask<MlpWeights>(Training, Validation, InitialWeights, BatchOrder, Options)
{
    /// <summary><see cref="NetworkTask.Network"/> of regression networks.</summary>
    public const string Kind = "mlp";

    /// <summary>Those whose weights are averaged (<see cref="TrainingOptions.Averaging"/>).</summary>
    public const string AveragedKind = "mlp-averaged";

    /// <summary>Those whose step size falls (<see cref="TrainingOptions.HalvingWait"/>).</summary>
    public const string FallingKind = "mlp-falling";

    /// <summary>Those of which both is true.</summary>
    public const string AveragedFallingKind = "mlp-averaged-falling";

    /// <inheritdoc/>
    public override string Network => (Options.Averaging > 0, Options.HalvingWait > 0) switch
    {
        (false, false) => Kind,
        (true, false) => AveragedKind,
        (false, true) => FallingKind,
        _ => AveragedFallingKind,
    };

    /// <inheritdoc/>
    public override string ArchitectureSlug => Architecture.Slug;

    /// <inheritdoc/>
    protected override int Columns => Architecture.Inputs;

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> TrainingValues => [new("targets", TrainingTargets, Architecture.Outputs)];

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> ValidationValues => [new("targets", ValidationTargets, Architecture.Outputs)];
}
