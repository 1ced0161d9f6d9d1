using IonSweep.Learning.Trust;

namespace IonSweep.Sweeps.Trust;

/// <summary>The scores that say whether a spectrum is an outlier, and when it is called so.</summary>
public static class OutlierScores
{
    /// <summary>Distance from the training spectra (<see cref="SpectralDistance"/>).</summary>
    public const string Distance = "distance";

    /// <summary>Disagreement of predicted and computed auxiliary quantities (<see cref="AuxiliaryDisagreement"/>).</summary>
    public const string Auxiliary = "auxiliary";

    /// <summary>Both: strange by the one or the other.</summary>
    public const string Either = "either";

    /// <summary>
    /// Largest p-value that is called outliers, so that undisturbed spectra are called so at most at about the accepted rate: the rate
    /// shared between the scores that are looked at (Bonferroni). Where validation rows are too few for so small a p-value, the smallest
    /// that they allow.
    /// </summary>
    /// <param name="falseAlarms">Accepted rate, above 0 and below 1.</param>
    /// <param name="scores">Scores looked at, 1 or 2.</param>
    /// <param name="validationRows">Rows that calibrate each score.</param>
    public static double Level(double falseAlarms, int scores, int validationRows) =>
        Math.Max(falseAlarms / scores, 1.0 / (validationRows + 1));

    /// <summary>A score in units of the 95 % quantile of its validation scores, so that different scores can be compared.</summary>
    public static double Relative(CalibratedScore calibrated, double score)
    {
        double unit = calibrated.Scores[(int)(0.95 * (calibrated.Scores.Count - 1))];
        return unit > 0 ? score / unit : score;
    }
}
