using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Orthogonal signal correction in the form of orthogonal projections to latent structures (S. Wold et al., Chemom. Intell. Lab. Syst. 44
/// (1998) 175; J. Trygg, S. Wold, J. Chemom. 16 (2002) 119): takes variation of the training spectra out that has nothing to do with the
/// target. PLS alone gains nothing by it, regressions that are not linear may.
/// </summary>
public sealed record OrthogonalSignalCorrection : PreprocessingStep
{
    /// <summary>Orthogonal components that are taken out, 1 to 20; fewer when the rows have no more. Default 1.</summary>
    public int Components { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "osc";

    /// <inheritdoc/>
    public override string Summary => "what varies in the spectra without going along with the target is taken out";

    /// <inheritdoc/>
    public override string Text => FormattableString.Invariant($"OSC, {Components} component{(Components == 1 ? "" : "s")}");

    /// <inheritdoc/>
    public override bool LearnsFromRows => true;

    /// <inheritdoc/>
    public override bool LearnsFromTargets => true;

    /// <inheritdoc/>
    public override StepProblem? Problem(int channels) =>
        Components is < 1 or > 20 ? new("components", $"has components {Components}; expected 1 to 20") : null;

    /// <inheritdoc/>
    public override IPreprocessor Fit(PreprocessingRows rows)
    {
        LatentVariables pls = new(rows.Spectra, rows.KnownTargets("OSC"), rows.Channels);
        List<double> learned = [.. pls.Means];
        if (pls.Direction() is { } w) // the same after each deflation: what is taken out is orthogonal to the target
            for (int k = 0; k < Components; k++)
            {
                if (pls.Along(w) is not (_, var p, _)) break;
                double length = Math.Sqrt(FixedOrder.DotInFours(p, p));
                OrthogonalPolynomials.Subtract(p, w, FixedOrder.DotInFours(w, p));
                double norm = Math.Sqrt(FixedOrder.DotInFours(p, p));
                if (!(norm > 1e-10 * length)) break;
                for (int c = 0; c < p.Length; c++) p[c] /= norm;
                if (pls.Along(p) is not (var t, var loadings, _)) break;
                pls.Deflate(t, loadings);
                learned.AddRange(p);
                learned.AddRange(loadings);
            }
        return new Ready([.. learned]);
    }

    /// <inheritdoc/>
    public override IPreprocessor Restore(double[] learned, int channels) => new Ready(learned);

    /// <param name="learned">Mean spectrum, then weights and loadings of each component.</param>
    private sealed class Ready(double[] learned) : IPreprocessor
    {
        public double[] Learned => learned;

        public void Apply(Span<double> spectrum)
        {
            int channels = spectrum.Length;
            ReadOnlySpan<double> values = learned;
            OrthogonalPolynomials.Subtract(spectrum, values[..channels], 1);
            for (int at = channels; at < values.Length; at += 2 * channels)
                OrthogonalPolynomials.Subtract(
                    spectrum, values.Slice(at + channels, channels),
                    FixedOrder.DotInFours(spectrum, values.Slice(at, channels)));
        }
    }
}
