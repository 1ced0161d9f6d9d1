using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>What a stack takes from a task.</summary>
/// <param name="Training">Training rows.</param>
/// <param name="Validation">Validation rows.</param>
/// <param name="Noise">Streams of a VAE's noise in training and validation; null for a network without.</param>
internal sealed record TaskData(
    TrainingRows Training, TrainingRows Validation, (StreamKey Training, StreamKey Validation)? Noise = null);
