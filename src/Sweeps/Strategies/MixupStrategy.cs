using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+mixup: convex mixtures λ a + (1 − λ) b of two training spectra, any with any, and of their labels, λ from Beta(α, α) (H. Zhang et
/// al., ICLR 2018). Where absorbances add up as Beer and Lambert say, the mixture of two spectra is the spectrum of the mixture.
/// </summary>
internal sealed class MixupStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new("mixup", "strategy mixup: mixtures of any two training spectra", new MixupSpec());

    public string Slug => "mixup";

    public string Name => "E+mixup";

    public string Summary => "mixtures of any two training spectra, labels likewise";

    public SpecSection Section => Options;

    public string Source => "mixtures";

    public void Check(SweepSpec spec)
    {
        MixupSpec options = (MixupSpec)spec.Options(Options);
        SpecChecks.Amount("mixup.perMeasured", options.PerMeasured);
        SpecChecks.Between("mixup.alpha", options.Alpha, Mixtures.LeastAlpha, Mixtures.MostAlpha);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        MixupSpec options = (MixupSpec)spec.Options(Options);
        double near = Math.Max(Mixtures.LeastAlpha, options.Alpha / 4);
        yield return new(this, "mixtures nearer to one of the two", spec.With(Options, options with { Alpha = near }));
        yield return new(this, "half as many", spec.With(Options, options with { PerMeasured = Math.Max(0.5, options.PerMeasured / 2) }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        MixupSpec options = (MixupSpec)task.Spec.Options(Options);
        int rows = task.TrainingRows.Length;
        return Mixtures.Generate(task, options.PerMeasured, options.Alpha, task.Draws(this), (row, number) =>
        {
            int other = (int)(number * (rows - 1));
            return rows == 1 ? row : other < row ? other : other + 1; // any but itself
        });
    }
}

/// <summary>Options of the strategy <c>mixup</c>.</summary>
public sealed record MixupSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>α of Beta(α, α): 1 for uniform shares, smaller for mixtures near one of the two, 0.1 to 4. Default 1.</summary>
    [Description("1 for uniform shares, smaller for mixtures near one of the two")]
    public double Alpha { get; init; } = 1;
}
