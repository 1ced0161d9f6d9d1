using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Everything that determines a synthetic set from a generator network. N training rows, T targets of the dataset.</summary>
public sealed record GenerationTask
{
    /// <summary>The resolved spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Decodes latents; the labeller uses the same.</summary>
    public required NetworkEvaluator Evaluator { get; init; }

    /// <summary>The strategy's generator, trained on this fold.</summary>
    public required IGenerator Generator { get; init; }

    /// <summary>What its encoder says of the training rows; null for a generator without encoder.</summary>
    public required PosteriorStatistics? Posterior { get; init; }

    /// <summary>N × T known values of the training rows, in the targets' units.</summary>
    public required float[] TrainingTargets { get; init; }

    /// <summary>The same, scaled as the networks see them; what a conditioned decoder gets.</summary>
    public required float[] ScaledTrainingTargets { get; init; }

    /// <summary>Scaled measured spectra of the validation rows.</summary>
    public required RowSet Validation { get; init; }

    /// <summary>The fold's reference networks and the discard rule; null for a strategy that is not labelled by references.</summary>
    public ReferenceLabeller? Labeller { get; init; }

    /// <summary>Asked between batches.</summary>
    public CancellationToken Cancellation { get; init; }
}
