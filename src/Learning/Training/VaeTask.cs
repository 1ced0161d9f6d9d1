using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Training;

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
    TrainingOptions Options);
