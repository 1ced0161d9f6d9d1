using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tasks;

/// <summary>Everything that determines a trained VAE or cVAE. Conditions are empty for a VAE.</summary>
/// <param name="Architecture">C channels, K conditions.</param>
/// <param name="Training">N scaled spectra.</param>
/// <param name="TrainingConditions">N × K scaled concentrations, row-major.</param>
/// <param name="Validation">V scaled spectra.</param>
/// <param name="ValidationConditions">V × K scaled concentrations, row-major.</param>
/// <param name="InitialWeights">Stream of the initial weights.</param>
/// <param name="BatchOrder">Stream of the row order.</param>
/// <param name="TrainingNoise">Stream of the latents' noise in training: a new draw for every row and epoch.</param>
/// <param name="ValidationNoise">Stream of the latents' noise in validation: one draw per row, the same every epoch.</param>
/// <param name="Options">Optimiser and stopping rule.</param>
public sealed record VaeTask(
    VaeArchitecture Architecture,
    RowSet Training,
    float[] TrainingConditions,
    RowSet Validation,
    float[] ValidationConditions,
    StreamKey InitialWeights,
    StreamKey BatchOrder,
    StreamKey TrainingNoise,
    StreamKey ValidationNoise,
    TrainingOptions Options)
    : NetworkTask<VaeWeights>(Training, Validation, InitialWeights, BatchOrder, Options)
{
    /// <summary><see cref="NetworkTask.Network"/> of VAEs and cVAEs.</summary>
    public const string Kind = "vae";

    /// <inheritdoc/>
    public override string Network => Kind;

    /// <inheritdoc/>
    public override string ArchitectureSlug => Architecture.Slug;

    /// <inheritdoc/>
    protected override int Columns => Architecture.Channels;

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> TrainingValues => [new("conditions", TrainingConditions, Architecture.Conditions)];

    /// <inheritdoc/>
    protected override IReadOnlyList<RowValues> ValidationValues => [new("conditions", ValidationConditions, Architecture.Conditions)];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, StreamKey Key)> FurtherStreams =>
        [("training noise", TrainingNoise), ("validation noise", ValidationNoise)];
}
