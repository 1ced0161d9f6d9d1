using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+shift: measured spectra moved along the axis by a normal random fraction of a channel, as a spectrometer's axis drifts, by cubic
/// interpolation; beyond the ends the last value stays. Labels stay.
/// </summary>
internal sealed class ShiftStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new("shift", "strategy shift: measured spectra moved along the axis", new ShiftSpec());

    public string Slug => "shift";

    public string Name => "E+shift";

    public string Summary => "measured spectra moved along the axis by a fraction of a channel";

    public SpecSection Section => Options;

    public string Source => "axis";

    public void Check(SweepSpec spec)
    {
        ShiftSpec options = (ShiftSpec)spec.Options(Options);
        SpecChecks.Amount("shift.perMeasured", options.PerMeasured);
        SpecChecks.Between("shift.channels", options.Channels, 0.0, 100.0);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        ShiftSpec options = (ShiftSpec)spec.Options(Options);
        yield return new(this, "half the distance", spec.With(Options, options with { Channels = options.Channels / 2 }));
        yield return new(this, "twice the distance", spec.With(Options, options with { Channels = Math.Min(100, options.Channels * 2) }));
        yield return new(this, "half as many", spec.With(Options, options with { PerMeasured = Math.Max(0.5, options.PerMeasured / 2) }));
    }

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        ShiftSpec options = (ShiftSpec)task.Spec.Options(Options);
        Matrix measured = task.TrainingSpectra();
        StreamKey stream = task.Draws(this);
        float[] normal = new float[1];
        return PerturbedRows.Generate(task, options.PerMeasured, measured, task.TrainingTargets(), (spectrum, i, _) =>
        {
            NormalStream.Fill(stream, (ulong)i, normal);
            Move(spectrum, options.Channels * normal[0]);
        });
    }

    /// <summary>Moves a spectrum to the right: its value at channel c is that of c − distance before.</summary>
    /// <param name="spectrum">C values, changed in place.</param>
    /// <param name="distance">In channels.</param>
    internal static void Move(double[] spectrum, double distance)
    {
        double[] before = [.. spectrum];
        int last = before.Length - 1, points = Math.Min(4, before.Length);
        for (int c = 0; c <= last; c++)
        {
            double at = Math.Clamp(c - distance, 0, last);
            int first = Math.Clamp((int)at - 1, 0, last + 1 - points);
            double sum = 0; // Lagrange's polynomial through the nearest four channels
            for (int i = first; i < first + points; i++)
            {
                double weight = before[i];
                for (int j = first; j < first + points; j++)
                    if (j != i) weight *= (at - j) / (i - j);
                sum += weight;
            }
            spectrum[c] = sum;
        }
    }
}

/// <summary>Options of the strategy <c>shift</c>.</summary>
public sealed record ShiftSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>Standard deviation of the shift in channels. Default 0.5.</summary>
    [Description("standard deviation of the shift in channels")]
    public double Channels { get; init; } = 0.5;
}
