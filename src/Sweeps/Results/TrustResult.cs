using IonSweep.Learning.Trust;

namespace IonSweep.Sweeps.Results;

/// <summary>How well intervals and warnings of one fold, strategy and model family work on the fold's test rows.</summary>
public sealed record TrustResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Slug of the model family.</summary>
    public required string Model { get; init; }

    /// <summary>Why nothing was measured; else null.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>Prediction intervals, one entry a target that has a model.</summary>
    public IReadOnlyList<IntervalResult> Intervals { get; init; } = [];

    /// <summary>Warnings, one entry a outlier score.</summary>
    public IReadOnlyList<WarningResult> Warnings { get; init; } = [];
}

/// <summary>Prediction ± half width for one target.</summary>
/// <param name="Target">Slug of the target.</param>
/// <param name="HalfWidth">Split-conformal half width from the validation rows, in the target's unit; infinite when there are too
/// few.</param>
/// <param name="Coverage">Share of test rows whose known value lies in the interval.</param>
public sealed record IntervalResult(string Target, double HalfWidth, double Coverage);

/// <summary>How well one score tells disturbed from undisturbed test spectra.</summary>
/// <param name="Score"><c>distance</c>, <c>auxiliary</c> or <c>either</c> (<see cref="Trust.OutlierScores"/>).</param>
/// <param name="FalseAlarms">Share of undisturbed test rows that are called outliers.</param>
/// <param name="Disturbances">One entry a kind of disturbance.</param>
public sealed record WarningResult(string Score, double FalseAlarms, IReadOnlyList<DisturbanceResult> Disturbances);

/// <summary>One kind of disturbance.</summary>
/// <param name="Kind">What was done to the test spectra.</param>
/// <param name="Strength">How strongly, see <see cref="DisturbanceKind"/>.</param>
/// <param name="Auc">Area under the ROC curve: 0.5 is guessing, 1 tells all apart.</param>
/// <param name="Noticed">Share of disturbed spectra that are called outliers.</param>
public sealed record DisturbanceResult(DisturbanceKind Kind, double Strength, double Auc, double Noticed);
