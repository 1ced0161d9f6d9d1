using IonSweep.Learning;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Tests.Strategies;

/// <summary>Spectra made by formulas, so that what a strategy must do with them is known.</summary>
internal static class KnownSpectra
{
    public const int Channels = 40;

    /// <summary>A band at a share of the axis.</summary>
    public static float Band(double centre, int channel, double width = 4) =>
        MathF.Exp((float)(-Math.Pow((channel - centre * Channels) / width, 2) / 2));

    /// <summary>Uniform numbers in [0, 1) of a row.</summary>
    public static double Uniform(string what, int row, int number = 0) =>
        UniformStream.At(StreamKeys.Of("known-spectra", what), (ulong)(row * 64 + number));

    /// <summary>A standard normal number of a row.</summary>
    public static double Normal(string what, int row, int number = 0)
    {
        float[] value = new float[1];
        NormalStream.Fill(StreamKeys.Of("known-spectra", what), (ulong)(row * 64 + number), value);
        return value[0];
    }

    /// <param name="rows">Rows.</param>
    /// <param name="targets">Targets.</param>
    /// <param name="target">Value of a row and target.</param>
    /// <param name="value">Value of a row and channel.</param>
    /// <param name="replicates">Rows of one sample.</param>
    public static SpectralDataset Of(
        int rows, int targets, Func<int, int, double> target, Func<int, int, double> value, int replicates = 1) => new(
        "known", new DatasetOrigin(true, "formulas"), [.. Enumerable.Range(0, Channels).Select(c => 400.0 + c)],
        [.. Enumerable.Range(0, targets).Select(t => new Target(SampleDatasets.Ions[t], "M"))],
        [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, Channels).Select(c => (float)value(row, c)))],
        [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, targets).Select(t => (float)target(row, t)))],
        replicates == 1 ? null : [.. Enumerable.Range(0, rows).Select(row => $"s{row / replicates}")]);

    /// <summary>Spectra x = b (m + y r) with a factor b that scatters by 30 %, and next to no noise.</summary>
    public static SpectralDataset Multiplied() => Of(
        150, 1, (row, _) => Uniform("target", row),
        (row, c) => Math.Exp(0.3 * Normal("b", row)) * (Background(c) + Uniform("target", row) * Band(0.65, c)
            + 0.001 * Normal("white", row, c)));

    /// <summary>
    /// Root mean square error of the labels of generated ones, since least squares on m and r gives b and b y of a spectrum, and the
    /// standard deviation of ln b.
    /// </summary>
    public static (double Error, double Spread) ReadMultiplied(SyntheticSet set)
    {
        List<double> errors = [], logarithms = [];
        for (int i = 0; i < set.Spectra.Rows; i++)
        {
            double mm = 0, mr = 0, rr = 0, xm = 0, xr = 0;
            for (int c = 0; c < Channels; c++)
            {
                double m = Background(c), r = Band(0.65, c), x = set.Spectra.Row(i)[c];
                (mm, mr, rr, xm, xr) = (mm + m * m, mr + m * r, rr + r * r, xm + x * m, xr + x * r);
            }
            double b = (xm * rr - xr * mr) / (mm * rr - mr * mr), by = (xr * mm - xm * mr) / (mm * rr - mr * mr);
            errors.Add(by / b - set.Labels[i]);
            logarithms.Add(Math.Log(Math.Max(b, 1e-3)));
        }
        return (Math.Sqrt(errors.Average(error => error * error)), Sd(logarithms));
    }

    private static double Background(int c) => 2 + 3 * Band(0.3, c, 8);

    /// <summary>What a strategy generates from all rows, neither preprocessed nor scaled.</summary>
    public static SyntheticSet Generate(string strategy, SpectralDataset data, string options = "") =>
        ((IFittedStrategy)StrategyCatalog.Get(strategy)).Generate(TaskOf(data, options));

    public static FittedGenerationTask TaskOf(SpectralDataset data, string options = "", int[]? rows = null) => new()
    {
        Spec = options.Length == 0 ? new SweepSpec() : Resolution(options),
        Fold = 0,
        Measured = data,
        TrainingRows = rows ?? [.. Enumerable.Range(0, data.RowCount)],
        Preprocessing = new PreprocessingPipeline([], data.ChannelCount),
        Channels = new ChannelScaler(new float[data.ChannelCount], [.. Enumerable.Repeat(1f, data.ChannelCount)]),
    };

    /// <summary>The training row whose targets a generated spectrum has.</summary>
    public static int BaseOf(SpectralDataset data, SyntheticSet set, int generated) => Enumerable.Range(0, data.RowCount).Single(
        row => data.TargetRow(row).SequenceEqual(set.Labels.AsSpan(generated * data.Targets.Count, data.Targets.Count)));

    public static double[] Values(ReadOnlySpan<float> spectrum)
    {
        double[] values = new double[spectrum.Length];
        for (int c = 0; c < values.Length; c++) values[c] = spectrum[c];
        return values;
    }

    public static double Sd(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static SweepSpec Resolution(string options) => Sweeps.Resolution.SpecReader.Read(options);
}
