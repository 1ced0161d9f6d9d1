using System.Text.Json.Serialization;
using IonSweep.Learning.Trust;
using IonSweep.Spectra.Axes;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// Which calibration to use for one target, with what was measured of it on test rows. The ensemble of the search, else what it selected;
/// PLS where neither is at least as good by its errors on test rows. Errors in the target's unit.
/// </summary>
public sealed record Recommendation
{
    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the target.</summary>
    public required string TargetName { get; init; }

    /// <summary>Unit of values and errors; empty when unknown.</summary>
    public required string Unit { get; init; }

    /// <summary>Slug of the model family to use.</summary>
    public required string Model { get; init; }

    /// <summary>Its name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Folds that it was tested on.</summary>
    public required int Folds { get; init; }

    /// <summary>Mean over folds of the MAE on test rows, which had no part in any choice.</summary>
    public required double MeanMae { get; init; }

    /// <summary>Standard deviation over folds of that MAE; NaN for fewer than two.</summary>
    public required double SdMae { get; init; }

    /// <summary>Mean over folds of the coefficient of determination on test rows.</summary>
    public required double MeanR2 { get; init; }

    /// <summary>Mean MAE of PLS alone on the same folds; NaN without it.</summary>
    public double PlsMae { get; init; } = double.NaN;

    /// <summary>
    /// The best of the search against PLS, whichever of them is recommended; null without PLS.
    /// </summary>
    public Comparison? AgainstPls { get; init; }

    /// <summary>Wanted coverage of the interval.</summary>
    public double Coverage { get; init; }

    /// <summary>
    /// Prediction ± this: cross-conformal, from the test residuals of every fold's own model, one a sample and fold
    /// (<see cref="CrossConformal"/>); infinite when there are too few.
    /// </summary>
    public double HalfWidth { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Share of a fold's test rows inside the interval that the other folds make, over all folds; NaN when there are too few.
    /// </summary>
    public double MeasuredCoverage { get; init; } = double.NaN;

    /// <summary>Channels that a spectrum must have.</summary>
    public int Channels { get; init; }

    /// <summary>First position of the axis.</summary>
    public double AxisFrom { get; init; }

    /// <summary>Last position of the axis.</summary>
    public double AxisTo { get; init; }

    /// <summary>Unit of the axis.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AxisUnit AxisUnit { get; init; }

    /// <summary>Smallest calibrated value.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest calibrated value.</summary>
    public double Maximum { get; init; }

    /// <summary>What the folds' models consist of, largest share first; empty for PLS.</summary>
    public IReadOnlyList<PipelineShare> Pipelines { get; init; } = [];

    /// <summary>What more samples did to the error of what the search selected; null where that was not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SampleEffect? Samples { get; init; }

    /// <summary>Disturbances of spectra that warnings miss in more than half of the cases.</summary>
    public IReadOnlyList<MissedDisturbance> Missed { get; init; } = [];
}

/// <summary>How much of the folds' models one pipeline makes.</summary>
/// <param name="Preprocessing">In words.</param>
/// <param name="Method">Name of the regression.</param>
/// <param name="Folds">Folds whose model it is part of.</param>
/// <param name="Share">Mean over folds of its weight.</param>
public sealed record PipelineShare(string Preprocessing, string Method, int Folds, double Share);

/// <summary>A disturbance that warnings often miss.</summary>
/// <param name="Kind">What happens to the spectrum.</param>
/// <param name="Noticed">Share of disturbed test spectra that were called outliers, mean over folds.</param>
public sealed record MissedDisturbance(DisturbanceKind Kind, double Noticed);
