using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Learning.Forward;
using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+SIM for spectra that scattering multiplies: an EMSC of the training rows takes offset, slope and multiplication out of the spectra
/// before the forward model is fitted to them, and they are put back into what is drawn from it, as they depend on the targets and scatter
/// around that. How much of the forward model's noise is added is chosen by an inner cross-validation.
/// </summary>
internal sealed class SimulationScatterStrategy : IFittedStrategy
{
    private static readonly SpecSection Options = new(
        "simScatter", "strategy sim-scatter: a forward model of spectra whose scatter is taken out and put back",
        new SimulationScatterSpec());

    public string Slug => "sim-scatter";

    public string Name => "E+SIM(scatter)";

    public string Summary => "a forward model of the spectra, their scatter taken out before and put back after";

    public SpecSection Section => Options;

    public string Source => "forward";

    public void Check(SweepSpec spec)
    {
        SimulationScatterSpec options = (SimulationScatterSpec)spec.Options(Options);
        SpecChecks.Amount("simScatter.perMeasured", options.PerMeasured);
        SpecChecks.Between("simScatter.degree", options.Degree, 0, 6);
        SpecChecks.Between("simScatter.neighbours", options.Neighbours, 1, 100_000);
        SpecChecks.Between("simScatter.maximumFactors", options.MaximumFactors, 0, 1_000);
        if (options.NoiseLevels.Count == 0) throw SpecChecks.Invalid("simScatter.noiseLevels", "expected one or more levels, found none");
        foreach (double level in options.NoiseLevels) SpecChecks.Between("simScatter.noiseLevels", level, 0.0, 10.0);
    }

    /// <summary>With one level of noise, the one in the middle: others are variants.</summary>
    public AugmentationChoice Trial(SweepSpec spec)
    {
        IReadOnlyList<double> levels = ((SimulationScatterSpec)spec.Options(Options)).NoiseLevels;
        return WithNoise(spec, levels[levels.Count / 2]);
    }

    public IEnumerable<AugmentationChoice> Variants(SweepSpec spec)
    {
        SimulationScatterSpec options = (SimulationScatterSpec)spec.Options(Options);
        IReadOnlyList<double> levels = options.NoiseLevels;
        return levels.Where((_, i) => i != levels.Count / 2).Select(level => WithNoise(spec, level));
    }

    private AugmentationChoice WithNoise(SweepSpec spec, double level) => new(this, $"noise {SpecChecks.Text(level)}",
        spec.With(Options, (SimulationScatterSpec)spec.Options(Options) with { NoiseLevels = [level] }));

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        SimulationScatterSpec options = (SimulationScatterSpec)task.Spec.Options(Options);
        double level = InnerTrials.Best(task, options.NoiseLevels, ErrorUnit.Spread, inner =>
        {
            Fitted fitted = new(this, inner, options);
            return noise => fitted.Draw(inner, noise);
        });
        return new Fitted(this, task, options).Draw(task, level);
    }

    /// <summary>What is fitted to training rows.</summary>
    private sealed class Fitted
    {
        private readonly SimulationScatterStrategy _strategy;
        private readonly SimulationScatterSpec _options;
        private readonly ScatterModel _scatter;
        private readonly ForwardModel _spectra, _terms;
        private readonly CovarianceDraws _termSpread;

        public Fitted(SimulationScatterStrategy strategy, FittedGenerationTask task, SimulationScatterSpec options)
        {
            (_strategy, _options) = (strategy, options);
            Matrix measured = task.TrainingSpectra();
            float[] targets = task.TrainingTargets();
            string[]? samples = task.TrainingSamples();
            (_scatter, double[] terms) = ScatterTerms.Of(measured, options.Degree);
            int count = _scatter.TermCount;
            Matrix found = Matrix.From([.. terms.Select(term => (float)term)], measured.Rows, count);
            double[] values = new double[measured.Columns];
            for (int row = 0; row < measured.Rows; row++)
                Replace(measured.Row(row), values, terms.AsSpan(row * count, count), _scatter.Corrected);
            ForwardOptions forward = new() { Neighbours = options.Neighbours, MaximumFactors = options.MaximumFactors };
            _spectra = ForwardModel.Fit(RowSet.All(measured), targets, samples, forward);
            _terms = ForwardModel.Fit(RowSet.All(found), targets, samples, forward with { Noise = ForwardNoise.None });
            _termSpread = new CovarianceDraws(ForwardModel.Deviations(RowSet.All(found), targets, samples, forward), count);
        }

        public SyntheticSet Draw(FittedGenerationTask task, double noise)
        {
            StreamKey stream = task.Draws(_strategy),
                scatter = StreamKeys.Draws(task.Spec.Seed, task.Fold, _strategy.Source, _strategy.Slug + "/scatter");
            float[] labels = _spectra.Combinations(task.Count(_options.PerMeasured), stream);
            Matrix spectra = _spectra.SpectraAt(labels, stream, noise, task.Cancellation),
                mean = _terms.SpectraAt(labels, scatter, 0, task.Cancellation);
            double[] terms = new double[mean.Columns], values = new double[spectra.Columns];
            for (int row = 0; row < spectra.Rows; row++)
            {
                for (int k = 0; k < terms.Length; k++) terms[k] = mean.Row(row)[k];
                _termSpread.AddTo(terms, scatter, row, 1);
                Replace(spectra.Row(row), values, _scatter.Corrected, terms);
            }
            return task.SetOf(spectra, labels);
        }

        private void Replace(Span<float> spectrum, double[] values, ReadOnlySpan<double> from, ReadOnlySpan<double> to)
        {
            for (int c = 0; c < values.Length; c++) values[c] = spectrum[c];
            _scatter.Replace(values, from, to);
            for (int c = 0; c < values.Length; c++) spectrum[c] = (float)values[c];
        }
    }
}

/// <summary>Options of the strategy <c>sim-scatter</c>.</summary>
public sealed record SimulationScatterSpec
{
    /// <summary>Generated spectra for each measured one, 0.5 to 10. Default 1.</summary>
    [Description("generated spectra for each measured one, 0.5 to 10")]
    public double PerMeasured { get; init; } = 1;

    /// <summary>Degree of the polynomial beside the multiplication, 0 (offset) to 6. Default 1.</summary>
    [Description("0 for an offset beside the multiplication, 1 for a slope too, up to 6")]
    public int Degree { get; init; } = 1;

    /// <summary>
    /// Multiples of the forward model's noise, of which an inner cross-validation chooses one; a single one is taken as it is. Default 0,
    /// 0.5 and 1.
    /// </summary>
    [Description("multiples of the forward model's noise that an inner cross-validation chooses from")]
    public IReadOnlyList<double> NoiseLevels { get; init; } = [0, 0.5, 1];

    /// <summary>A new target combination lies between a training sample and one of so many nearest ones. Default 10.</summary>
    [Description("nearest samples that new combinations lie between")]
    public int Neighbours { get; init; } = 10;

    /// <summary>Most common factors of the noise. Default 24.</summary>
    [Description("most common factors of the noise")]
    public int MaximumFactors { get; init; } = 24;
}
