using IonSweep.Learning;
using IonSweep.Learning.Selection;
using IonSweep.Learning.Tasks;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>Everything that determines a trained model. N training rows, V validation rows, C channels, K targets.</summary>
public sealed record ModelTask
{
    /// <summary>The resolved spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>What is predicted, for the key of the initial weights: slug of the target, or of the family when it predicts all.</summary>
    public required string Output { get; init; }

    /// <summary>C positions in <see cref="AxisUnit"/>, ascending.</summary>
    public required IReadOnlyList<double> Wavelengths { get; init; }

    /// <summary>What those positions are.</summary>
    public AxisUnit AxisUnit { get; init; }

    /// <summary>How the spectra below were scaled.</summary>
    public required ChannelScaler Channels { get; init; }

    /// <summary>N scaled spectra, measured and perhaps generated.</summary>
    public required RowSet Training { get; init; }

    /// <summary>N × K values, row-major, in the unit that the model sees.</summary>
    public required float[] TrainingTargets { get; init; }

    /// <summary>V scaled measured spectra.</summary>
    public required RowSet Validation { get; init; }

    /// <summary>V × K values, row-major, in the unit that the model sees.</summary>
    public required float[] ValidationTargets { get; init; }

    /// <summary>
    /// Number of the sample of each training row, then of each validation row: equal for replicates,
    /// <see cref="InnerSplits.Generated"/> for generated spectra.
    /// </summary>
    public required IReadOnlyList<int> Samples { get; init; }

    /// <summary>What models of the same rows share, whatever their target and family.</summary>
    public required SharedComputations Shared { get; init; }

    /// <summary>What the search of these rows found, best first; null where it has not run or is not needed.</summary>
    public IReadOnlyList<SearchCandidate>? Candidates { get; init; }

    /// <summary>Targets, K.</summary>
    public required int TargetCount { get; init; }

    /// <summary>Stream of the initial weights of an architecture, the same for every strategy.</summary>
    public StreamKey InitialWeights(string architecture) => StreamKeys.InitialWeights(Spec.Seed, Fold, Output, architecture);

    /// <summary>Stream of the row order, the same for every target.</summary>
    public StreamKey BatchOrder => StreamKeys.BatchOrder(Spec.Seed, Fold, Training.Count);

    /// <summary>Optimiser and stopping rule of the spec's regression networks.</summary>
    public TrainingOptions RegressionOptions => new()
    {
        LearningRate = Spec.Regression.LearningRate,
        BatchSize = Spec.Regression.BatchSize,
        Patience = Spec.Regression.Patience,
        EpochCap = Spec.Regression.EpochCap,
    };
}
