using System.Globalization;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Selection of channels by variable importance in projection (S. Wold et al., 1993; I.-G. Chong, C.-H. Jun, Chemom. Intell. Lab. Syst. 78
/// (2005) 103): of a PLS on the training rows, VIP² of a channel is C Σ aₖ wₖ² / Σ aₖ, aₖ the squares of the target that component k
/// explains, w its weights; 1 on average. Channels below the threshold become 0.
/// </summary>
public sealed record VariableImportance : PreprocessingStep
{
    /// <summary>Components of the PLS, 1 to 30; fewer when the rows have no more. Default 5.</summary>
    public int Components { get; init; } = 5;

    /// <summary>Smallest VIP that is kept, 0 to 10. Default 1.</summary>
    public double Threshold { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "vip";

    /// <inheritdoc/>
    public override string Summary => "only the channels that a first PLS found important";

    /// <inheritdoc/>
    public override string Text =>
        string.Create(CultureInfo.InvariantCulture, $"channels of VIP {Threshold} or more, {Components} components");

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override bool LearnsFromTargets => true;

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) =>
        Components is < 1 or > 30 ? new("components", $"has components {Components}; expected 1 to 30")
        : Threshold is >= 0 and <= 10 ? null
        : new("threshold", string.Create(CultureInfo.InvariantCulture, $"has threshold {Threshold}; expected 0 to 10"));

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows)
    {
        LatentVariables pls = new(rows.Spectra, rows.KnownTargets("VIP selection"), rows.Channels);
        while (pls.Weights.Count < Components && pls.Add())
        {
        }
        double all = pls.Explained.Sum();
        double[] kept = new double[rows.Channels];
        for (int c = 0; c < kept.Length; c++)
        {
            double sum = 0;
            for (int k = 0; k < pls.Weights.Count; k++)
                sum = Math.FusedMultiplyAdd(pls.Explained[k], pls.Weights[k][c] * pls.Weights[k][c], sum);
            kept[c] = Math.Sqrt(kept.Length * sum / all) >= Threshold ? 1 : 0;
        }
        return kept.Contains(1) ? new ChannelChoice(kept)
            : throw new InvalidPreprocessingException(string.Create(CultureInfo.InvariantCulture,
                $"No channel has a VIP of {Threshold} or more over {rows.Count} training spectra."));
    }

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new ChannelChoice(learned);
}
