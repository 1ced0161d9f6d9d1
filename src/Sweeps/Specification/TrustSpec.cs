using System.ComponentModel;

namespace IonSweep.Sweeps.Specification;

/// <summary>Prediction intervals and warnings of outliers, and whether the sweep measures how well they work.</summary>
public sealed record TrustSpec
{
    /// <summary>Measure coverage, false alarms and how well disturbed spectra are told apart, for every model. Default false.</summary>
    [Description("measure them on test rows, for every model: true or false")]
    public bool Evaluate { get; init; }

    /// <summary>Wanted coverage of the prediction intervals. Default 0.9.</summary>
    [Description("wanted coverage of prediction intervals")]
    public double Coverage { get; init; } = 0.9;

    /// <summary>Share of undisturbed spectra that may be called outliers. Default 0.05.</summary>
    [Description("accepted rate of false alarms")]
    public double FalseAlarms { get; init; } = 0.05;
}
