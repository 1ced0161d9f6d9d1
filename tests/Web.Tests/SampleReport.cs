using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Tests;

/// <summary>A report of made-up numbers with everything a report can show, the same on every call.</summary>
public static class SampleReport
{
    private static readonly (string Slug, string Name, double Maximum)[] Targets =
    [
        ("zn2", "Zn2+", 1.089), ("cu2", "Cu2+", 0.955), ("li", "Li+", 0.466), ("fe3", "Fe3+", 0.862),
        ("ni2", "Ni2+", 0.972), ("nh4", "NH4+", 0.801), ("so42", "SO42-", 1.373), ("no3", "NO3-", 4.906),
    ];

    private static readonly (string Slug, string Name)[] Strategies = [("e", "E"), ("vae-n", "E+VAE(n)"), ("vae-u", "E+VAE(u)"),
        ("cvae-n", "E+cVAE(n)")];

    /// <summary>The report.</summary>
    public static SweepReport Create(int folds = 8, int testRows = 375, int targets = 8, int channels = 911)
    {
        Random random = new(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var used = Targets[..targets];
        double[] wavelengths = [.. Enumerable.Range(0, channels).Select(c => 190.0 + c)];

        List<CellResult> cells = [];
        List<CellDetail> details = [];
        for (int fold = 0; fold < folds; fold++)
            foreach (var target in used)
                for (int s = 0; s < Strategies.Length; s++)
                {
                    bool failed = fold == 3 && target.Slug == "li" && s == 2;
                    double spread = target.Maximum * (0.02 + 0.004 * Math.Sin(fold))
                        * (s switch { 1 => 1.01, 2 => target.Slug is "zn2" or "li" ? 0.86 : 1, 3 => 1.12, _ => 1 });
                    float[] known = [.. Enumerable.Range(0, testRows).Select(_ => (float)(random.Next(5) / 4.0 * target.Maximum))];
                    float[] predicted = [.. known.Select(value => (float)(value + spread * Normal()))];
                    int epochs = 500 + random.Next(1500), best = epochs - 250;
                    int step = Math.Max(1, epochs / 300);
                    int[] kept = [.. Enumerable.Range(
                        1, epochs).Where(epoch => epoch == best || epoch == epochs || epoch % step == 1 || step == 1)];
                    LearningCurve curve = new(kept,
                        [.. kept.Select(
                            epoch => (float)(0.6 * Math.Exp(-epoch / 90.0) + 0.0012 * Math.Exp(-epoch / 900.0) * (1 + 0.08 * Normal())))],
                        [.. kept.Select(
                            epoch => (float)((0.6 * Math.Exp(-epoch / 90.0) + 0.0016 + 2e-9 * (epoch - best) * (epoch - best))
                                * (1 + 0.05 * Math.Abs(Normal()))))], best);
                    cells.Add(failed
                        ? new CellResult
                        {
                            Fold = fold,
                            Target = target.Slug,
                            Strategy = Strategies[s].Slug,
                            Failure = new WorkFailure("The training loss became NaN in epoch 17, step 4.")
                        }
                        : new CellResult
                        {
                            Fold = fold,
                            Target = target.Slug,
                            Strategy = Strategies[s].Slug,
                            Epochs = epochs,
                            BestEpoch = best,
                            Trainer = "cpu",
                            NumericsVersion = 1,
                            Mae = known.Zip(predicted, (a, b) => Math.Abs(a - b)).Average(),
                            R2 = 0.99 - 0.002 * s,
                            Rmse = spread,
                            Bias = 0,
                            TrainingRows = 2620,
                            SyntheticRows = s == 0 ? 0 : 2620,
                            BestValidationLoss = 0.0016,
                            CapHit = fold == 1 && target.Slug == "fe3" && s == 1,
                        });
                    if (!failed) details.Add(new CellDetail(fold, target.Slug, Strategies[s].Slug, curve, known, predicted));
                }

        List<StrategyAggregate> aggregates = [];
        foreach (var target in used)
            for (int s = 0; s < Strategies.Length; s++)
            {
                double[] Of(string strategy) => [.. Enumerable.Range(0, folds).Select(fold =>
                    cells.First(cell => cell.Fold == fold && cell.Target == target.Slug && cell.Strategy == strategy).Mae)];
                double[] own = Of(Strategies[s].Slug), reference = Of("e");
                double[] complete = [.. own.Where(double.IsFinite)];
                double[] differences = [.. own.Zip(reference, (a, b) => a - b).Where(double.IsFinite)];
                double mean = differences.Average(), error = Sd(differences) * Math.Sqrt(1.0 / Math.Max(1, folds) + 1 / 7.0),
                    t = Math.Abs(mean) / error;
                aggregates.Add(new StrategyAggregate
                {
                    Target = target.Slug,
                    TargetName = target.Name,
                    Unit = "M",
                    Strategy = Strategies[s].Slug,
                    StrategyName = Strategies[s].Name,
                    Folds = complete.Length,
                    MeanMae = complete.Average(),
                    SdMae = Sd(complete),
                    Comparison = s == 0 ? null : new Comparison
                    {
                        Pairs = differences.Length,
                        MeanDifference = mean,
                        Lower = mean - 2.36 * error,
                        Upper = mean + 2.36 * error,
                        P = Math.Exp(-t),
                        HolmP = Math.Min(1, 10 * Math.Exp(-t)),
                        SmallestDetectable = 2.36 * error,
                        ReferenceMae = reference.Where(double.IsFinite).Average(),
                        Margin = 0.05 * reference.Where(double.IsFinite).Average(),
                        FoldsToDecide = t > 2 ? 24 : null,
                        Posterior = new Posterior(0.2, 0.7, 0.1),
                        Verdict = folds < 5 ? Verdict.TooFewFolds : t < 4 ? Verdict.Undecided : mean < 0 ? Verdict.Better : Verdict.Worse,
                    },
                });
            }

        float[] Spectrum(double wobble)
        {
            double a = 0.2 + 0.8 * random.NextDouble(), b = random.NextDouble(), c = random.NextDouble();
            return [.. wavelengths.Select(nm => (float)Math.Min(3.2, 2.9 * a * Band(nm, 205, 18) + 0.9 * b * Band(
                nm, 302, 22) + 0.7 * c * Band(nm, 810, 110) + 0.4 * a * Band(nm, 394, 30) + wobble * Normal()))];
        }
        List<SpectraComparison> spectra = [];
        for (int s = 1; s < Strategies.Length; s++)
            spectra.Add(new SpectraComparison(0, Strategies[s].Slug,
                [.. wavelengths.Select(nm => (float)(0.5 * Band(nm, 205, 18) - 0.02))],
                [.. wavelengths.Select(nm => (float)Math.Min(3.2,
                    2.9 * Band(nm, 205, 18) + 0.95 * Band(nm, 302, 22) + 0.75 * Band(nm, 810, 110) + 0.45 * Band(nm, 394, 30) + 0.05))],
                [.. wavelengths.Select(nm =>
                    (float)(1.6 * Band(nm, 205, 18) + 0.45 * Band(nm, 302, 22) + 0.35 * Band(nm, 810, 110) + 0.22 * Band(nm, 394, 30)))],
                [.. Enumerable.Range(0, 5).Select(_ => Spectrum(0.006))], [.. Enumerable.Range(0, 5).Select(_ => Spectrum(0.001))],
                s == 3 ? [] : [.. Enumerable.Range(0, 3).Select(_ => Spectrum(0.001))]));

        SyntheticSetResult[] sets = [.. from fold in Enumerable.Range(0, folds) from s in Enumerable.Range(1, 3) select s == 3
            ? new SyntheticSetResult { Fold = fold, Strategy = Strategies[s].Slug, Kept = 2620, Drawn = 2620 }
            : new SyntheticSetResult
            {
                Fold = fold, Strategy = Strategies[s].Slug, Kept = 2620, Drawn = (s == 1 ? 7000 : 31000) + random.Next(900),
                MeasuredPassRate = 0.34,
                RejectedBy = used.ToDictionary(target => target.Slug,
                    target => (int)((s == 1 ? 1500 : 9000) * (0.3 + random.NextDouble()))),
            }];

        SweepSummary summary = new(
            "paper-7f3a", SweepStatus.CompletedWithFailures,
            new DatasetReference("absorption", new string('a', 64), true, "absorption simulator, seed 1"), "paper",
            folds < 8 ? "2 folds and a quarter of the solutions instead of the full protocol." : "",
            new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc), 280, 280, 1, "");
        return new SweepReport
        {
            Spec = new SweepSpec { Preset = "paper", TargetScaling = TargetScalingKind.Raw, Folds = folds },
            Results = new SweepResults(summary, cells, aggregates, sets),
            Timings = [.. cells.Select((cell, i) => new WorkTiming($"cells/{cell.Fold}/{cell.Target}/{cell.Strategy}",
                new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc).AddSeconds(20 * i), 19, cell.Epochs, "lab-pc", i == 5))],
            Dataset = new DatasetFacts(3744, 3744, wavelengths,
                [.. used.Select(target => new TargetFacts(target.Slug, target.Name, "M", 0, target.Maximum))]),
            Cells = details,
            Generators = [.. from fold in Enumerable.Range(0, folds) from generator in new[] { "vae", "cvae" } select new GeneratorDetail(
                fold, generator, new LearningCurve(
                    [1, 100, 400, 900, 1150], [300f, 20f, 6f, 4.8f, 4.7f], [310f, 22f, 7f, 5.6f + fold * 0.1f, 5.7f + fold * 0.1f], 900),
                [.. Enumerable.Range(0, 91).Select(latent => latent % 23 == 5 ? 1.2 + 0.2 * latent % 3 + 0.1 * random.NextDouble()
                    : 0.001 * random.NextDouble())]) { ActiveLatents = 4 }],
            Spectra = spectra,
            Distributions = [.. from s in Enumerable.Range(1, 3) from target in used select new TargetDistribution(
                Strategies[s].Slug, target.Slug, [.. Enumerable.Range(0, 21).Select(bin => bin * target.Maximum / 20)],
                [.. Enumerable.Range(0, 20).Select(bin => bin % 5 == 0 ? 800 - 20 * bin : 3)],
                [.. Enumerable.Range(0, 20).Select(bin => 240 - 9 * bin + random.Next(30))])],
        };

        static double Band(double nm, double centre, double width) => Math.Exp(-(nm - centre) * (nm - centre) / (2 * width * width));
        static double Sd(double[] values) => values.Length < 2 ? double.NaN
            : Math.Sqrt(values.Sum(value => (value - values.Average()) * (value - values.Average())) / (values.Length - 1));
    }
}
