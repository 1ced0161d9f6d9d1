using System.ComponentModel;
using IonSweep.Spectra.Numerics;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+C-mixup: like mixup, but with partners whose labels are near: row j is taken with probability ∝ exp(−d²/2h²), d the root mean square
/// difference of the standardised targets and h the bandwidth (H. Yao et al., NeurIPS 2022). Mixtures then stay where spectra depend on
/// the targets nearly linearly.
/// </summary>
internal sealed class ConditionalMixupStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new(
        "cMixup", "strategy c-mixup: mixtures of training spectra with similar labels", new ConditionalMixupSpec());

    public string Slug => "c-mixup";

    public string Name => "E+C-mixup";

    public string Summary => "mixtures of two training spectra with similar labels, labels likewise";

    public SpecSection Section => Options;

    public string Source => "mixtures";

    public void Check(SweepSpec spec)
    {
        ConditionalMixupSpec options = (ConditionalMixupSpec)spec.Options(Options);
        SpecChecks.Amount("cMixup.perMeasured", options.PerMeasured);
        SpecChecks.Between("cMixup.alpha", options.Alpha, Mixtures.LeastAlpha, Mixtures.MostAlpha);
        SpecChecks.Between("cMixup.bandwidth", options.Bandwidth, 0.01, 100.0);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        ConditionalMixupSpec options = (ConditionalMixupSpec)spec.Options(Options);
        yield return new(
            this, "half the bandwidth", spec.With(Options, options with { Bandwidth = Math.Max(0.01, options.Bandwidth / 2) }));
        yield return new(this, "half as many", spec.With(Options, options with { PerMeasured = Math.Max(0.5, options.PerMeasured / 2) }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        ConditionalMixupSpec options = (ConditionalMixupSpec)task.Spec.Options(Options);
        float[] targets = task.TrainingTargets();
        int rows = task.TrainingRows.Length;
        double[] standardized = Standardized(targets, rows), weights = new double[rows];
        return Mixtures.Generate(task, options.PerMeasured, options.Alpha, task.Draws(this), (row, number) =>
        {
            double sum = Weigh(standardized, row, options.Bandwidth, weights), share = number * sum, below = 0;
            for (int other = 0; other < rows; other++)
            {
                below += weights[other];
                if (other != row && share < below) return other;
            }
            return row; // nobody is near, or it is alone
        });
    }

    /// <summary>Weights of all rows as partners of one, and their sum; its own is 0.</summary>
    private static double Weigh(double[] standardized, int row, double bandwidth, double[] weights)
    {
        int rows = weights.Length, width = standardized.Length / rows;
        double sum = 0;
        for (int other = 0; other < rows; other++)
        {
            double squares = 0;
            for (int t = 0; t < width; t++)
            {
                double difference = standardized[other * width + t] - standardized[row * width + t];
                squares += difference * difference;
            }
            weights[other] = other == row ? 0 : PortableMath.Exp(-squares / width / (2 * bandwidth * bandwidth));
            sum += weights[other];
        }
        return sum;
    }

    private static double[] Standardized(float[] targets, int rows)
    {
        int width = targets.Length / rows;
        double[] standardized = new double[targets.Length];
        for (int t = 0; t < width; t++)
        {
            double mean = 0, squares = 0;
            for (int row = 0; row < rows; row++) mean += targets[row * width + t] / (double)rows;
            for (int row = 0; row < rows; row++) squares += (targets[row * width + t] - mean) * (targets[row * width + t] - mean);
            double deviation = Math.Sqrt(squares / rows);
            for (int row = 0; row < rows; row++)
                standardized[row * width + t] = deviation > 0 ? (targets[row * width + t] - mean) / deviation : 0;
        }
        return standardized;
    }
}

/// <summary>Options of the strategy <c>c-mixup</c>.</summary>
public sealed record ConditionalMixupSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>α of Beta(α, α), 0.1 to 4. Default 2, mixtures rather between the two (H. Yao et al.).</summary>
    [Description("1 for uniform shares, smaller for mixtures near one of the two")]
    public double Alpha { get; init; } = 2;

    /// <summary>Bandwidth h in standard deviations of the targets. Default 0.5.</summary>
    [Description("how far labels of partners may differ, in standard deviations of the targets")]
    public double Bandwidth { get; init; } = 0.5;
}
