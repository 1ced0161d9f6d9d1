using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Everything that determines a synthetic set from a model fitted to training rows.</summary>
public sealed record FittedGenerationTask
{
    /// <summary>The resolved spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>The data as it was measured, before preprocessing. Only <see cref="TrainingRows"/> may be looked at.</summary>
    public required SpectralDataset Measured { get; init; }

    /// <summary>The fold's training rows.</summary>
    public required int[] TrainingRows { get; init; }

    /// <summary>What is done to a spectrum before its channels are scaled.</summary>
    public required PreprocessingPipeline Preprocessing { get; init; }

    /// <summary>The fold's scaling of channels.</summary>
    public required ChannelScaler Channels { get; init; }

    /// <summary>Asked between generated spectra.</summary>
    public CancellationToken Cancellation { get; init; }
}
