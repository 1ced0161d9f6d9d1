using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Learning.Forward;
using IonSweep.Learning.Multivariate;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+noise: measured spectra once more with noise that has the covariance, between all channels, of what replicates of a sample differ by,
/// or of what spectra differ by from the mean spectrum of their targets (<see cref="ForwardModel"/>). Labels stay.
/// </summary>
internal sealed class NoiseStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new(
        "noise", "strategy noise: measured spectra with noise as it is found", new NoiseSpec());

    public string Slug => "noise";

    public string Name => "E+noise";

    public string Summary => "measured spectra with noise that has the covariance of replicates or residuals";

    public SpecSection Section => Options;

    public string Source => "covariance";

    public void Check(SweepSpec spec)
    {
        NoiseSpec options = (NoiseSpec)spec.Options(Options);
        SpecChecks.Amount("noise.perMeasured", options.PerMeasured);
        SpecChecks.Between("noise.strength", options.Strength, 0.0, 10.0);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        NoiseSpec options = (NoiseSpec)spec.Options(Options);
        yield return new(this, "half the strength", spec.With(Options, options with { Strength = options.Strength / 2 }));
        yield return new(this, "twice the strength", spec.With(Options, options with { Strength = Math.Min(10, options.Strength * 2) }));
        yield return new(this, "half as many", spec.With(Options, options with { PerMeasured = Math.Max(0.5, options.PerMeasured / 2) }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        NoiseSpec options = (NoiseSpec)task.Spec.Options(Options);
        Matrix measured = task.TrainingSpectra();
        float[] targets = task.TrainingTargets();
        string[]? samples = task.TrainingSamples();
        bool replicates = options.From == NoiseSource.Replicates
            || (options.From == NoiseSource.Found && samples is not null && samples.Distinct().Count() < samples.Length);
        double[] deviations = ForwardModel.Deviations(
            RowSet.All(measured), targets, samples,
            new ForwardOptions { Noise = replicates ? ForwardNoise.Replicates : ForwardNoise.Total });
        CovarianceDraws noise = new(deviations, measured.Columns);

        return PerturbedRows.Generate(task, options.PerMeasured, measured, targets,
            (spectrum, i, _) => noise.AddTo(spectrum, task.Draws(this), i, options.Strength));
    }
}

/// <summary>Options of the strategy <c>noise</c>.</summary>
public sealed record NoiseSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>
    /// Standard deviation of the noise, in units of what is found. Default 0.5: measured spectra have noise of their own already.
    /// </summary>
    [Description("standard deviation in units of what is found")]
    public double Strength { get; init; } = 0.5;

    /// <summary>What the noise is taken from. Default found.</summary>
    [Description("found (replicates where there are any, else residuals), replicates or residuals")]
    public NoiseSource From { get; init; } = NoiseSource.Found;
}

/// <summary>What noise is taken from.</summary>
public enum NoiseSource
{
    /// <summary>Replicates where samples have them, else residuals.</summary>
    Found,

    /// <summary>Differences between replicates of a sample.</summary>
    Replicates,

    /// <summary>Differences to the mean spectrum of the targets.</summary>
    Residuals,
}
