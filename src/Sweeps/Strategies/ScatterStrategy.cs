using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+EMSA: extended multiplicative signal augmentation (U. Blazhko et al., Chemom. Intell. Lab. Syst. 215 (2021) 104367; E. J. Bjerrum et
/// al., arXiv:1710.01927). An EMSC of the training spectra says of each how much offset, slope and multiplication it has; a generated
/// spectrum is a measured one with these terms changed at random, with the covariance that they have over training rows. Labels stay.
/// </summary>
internal sealed class ScatterStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new(
        "emsa", "strategy emsa: offset, slope and multiplication as an EMSC of the training rows finds them", new ScatterSpec());

    public string Slug => "emsa";

    public string Name => "E+EMSA";

    public string Summary => "measured spectra with other offset, slope and multiplication";

    public SpecSection Section => Options;

    public string Source => "emsc";

    public void Check(SweepSpec spec)
    {
        ScatterSpec options = (ScatterSpec)spec.Options(Options);
        SpecChecks.Amount("emsa.perMeasured", options.PerMeasured);
        SpecChecks.Between("emsa.strength", options.Strength, 0.0, 10.0);
        SpecChecks.Between("emsa.degree", options.Degree, 0, 6);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        ScatterSpec options = (ScatterSpec)spec.Options(Options);
        yield return new(this, "half the strength", spec.With(Options, options with { Strength = options.Strength / 2 }));
        yield return new(this, "twice the strength", spec.With(Options, options with { Strength = Math.Min(10, options.Strength * 2) }));
        yield return new(this, "half as many", spec.With(Options, options with { PerMeasured = Math.Max(0.5, options.PerMeasured / 2) }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        ScatterSpec options = (ScatterSpec)task.Spec.Options(Options);
        Matrix measured = task.TrainingSpectra();
        float[] targets = task.TrainingTargets();
        (ScatterModel model, double[] terms) = ScatterTerms.Of(measured, options.Degree);
        int count = model.TermCount;
        double[] spread = UnexplainedPart.Of(terms, options.Spread == ScatterSpread.Unexplained ? targets : null, measured.Rows);
        CovarianceDraws draws = new(spread, count);
        StreamKey stream = task.Draws(this);
        return PerturbedRows.Generate(task, options.PerMeasured, measured, targets, (spectrum, i, row) =>
        {
            ReadOnlySpan<double> found = terms.AsSpan(row * count, count);
            double[] changed = found.ToArray();
            draws.AddTo(changed, stream, i, options.Strength);
            model.Replace(spectrum, found, changed);
        });
    }
}

/// <summary>Options of the strategy <c>emsa</c>.</summary>
public sealed record ScatterSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>Standard deviation of the change, in units of what is found. Default 1.</summary>
    [Description("standard deviation of the change in units of what is found")]
    public double Strength { get; init; } = 1;

    /// <summary>Degree of the polynomial beside the multiplication, 0 (offset) to 6. Default 1, offset and slope.</summary>
    [Description("0 for an offset, 1 for a slope too, up to 6")]
    public int Degree { get; init; } = 1;

    /// <summary>
    /// Which spread of the terms counts. Default unexplained: where more of a substance means more light absorbed everywhere, the whole
    /// spread would take the substance for scatter.
    /// </summary>
    [Description("unexplained (what a linear regression on the targets leaves) or whole")]
    public ScatterSpread Spread { get; init; } = ScatterSpread.Unexplained;
}

/// <summary>Which spread of offset, slope and multiplication counts as scatter.</summary>
public enum ScatterSpread
{
    /// <summary>What a linear regression of the terms on all targets leaves.</summary>
    Unexplained,

    /// <summary>All of it, as published.</summary>
    Whole,
}
