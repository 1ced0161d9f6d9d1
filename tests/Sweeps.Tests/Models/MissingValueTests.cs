using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>Rows without a value of a target are left out of that target's cells alone.</summary>
public sealed class MissingValueTests
{
    private static readonly SpectralDataset Whole = SweepFixture.Dataset;

    /// <summary>Every third row lacks the second target; the other targets are complete.</summary>
    private static readonly SpectralDataset Incomplete = With((row, target) => target == 1 && row % 3 == 0);

    private static readonly SweepSpec Spec = SweepFixture.Spec with
    {
        Models = ["pls", "mlp", "mlp-group"],
        Strategies = ["e", "cvae-n", "sim", "auto"],
        AugmentedTargets = [],
        Trust = new TrustSpec { Evaluate = true },
    };

    [Fact]
    public async Task A_sweep_uses_for_each_target_the_rows_that_have_its_value()
    {
        WatchedStore store = new(), whole = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, spec: Spec, dataset: Incomplete);
        await SweepFixture.RunAsync(whole, spec: Spec with { Strategies = ["e"], Models = ["pls", "mlp"] });
        Assert.Equal((SweepStatus.Completed, 0), (summary.Status, summary.Failed));
        SweepReport report = await new StoredSweeps(store).ReportAsync(SweepFixture.Id);
        SweepResults complete = await new StoredSweeps(whole).ResultsAsync(SweepFixture.Id);

        Assert.Equal([0, 20, 0], report.Dataset.Targets.Select(target => target.Missing));
        foreach (CellResult cell in report.Results.Cells)
        {
            FoldSplit split = MonteCarloSplitter.Split(Whole, Spec.Seed, cell.Fold);
            int[] training = [.. split.Training.Where(row => row % 3 != 0)], test = [.. split.Test.Where(row => row % 3 != 0)];
            bool lacks = cell.Target == "cu2";
            Assert.Equal(lacks ? test.Length : split.Test.Length, cell.TestRows);
            Assert.Equal(lacks || cell.Model == "mlp-group" ? training.Length : split.Training.Length, cell.TrainingRows);
            // Generated spectra have values of all targets, and are made of rows that have.
            if (cell.Strategy != "auto") Assert.Equal(cell.Strategy == "e" ? 0 : training.Length, cell.SyntheticRows);
            Assert.True(double.IsFinite(cell.Mae) && double.IsFinite(cell.R2));
            if (cell.Strategy == "e" && !lacks && cell.Model != "mlp-group")
                Assert.Equal(complete.Cells.Single(one => (one.Fold, one.Target, one.Model) == (cell.Fold, cell.Target, cell.Model)).Mae,
                    cell.Mae); // to the bit
        }
        Assert.All(report.Cells, detail => Assert.Equal(
            report.Results.Cells.Single(cell => (cell.Fold, cell.Target, cell.Model, cell.Strategy)
                == (detail.Fold, detail.Target, detail.Model, detail.Strategy)).TestRows, detail.True.Count));
        Assert.All(report.Cells.SelectMany(detail => detail.True), value => Assert.True(float.IsFinite(value)));

        DeployedModel exported =
            await new SweepModels(store).ExportAsync(SweepFixture.Id, "mlp-group", "e", null);
        Assert.All(exported.Card.Targets, target => Assert.True(
            double.IsFinite(target.HalfWidth) && double.IsFinite(target.MeasuredCoverage) && double.IsFinite(target.MeanMae)));
    }

    public static TheoryData<string[], string[]> AllFamiliesAndStrategies => new()
    {
        { [.. ModelCatalog.All.Select(family => family.Slug)], ["e"] },
        { ["pls", "mlp"], [.. StrategyCatalog.All.Select(strategy => strategy.Slug)] },
    };

    [Theory]
    [MemberData(nameof(AllFamiliesAndStrategies))]
    public async Task No_family_and_no_strategy_stumbles_over_a_missing_value(string[] models, string[] strategies)
    {
        WatchedStore store = new();
        SweepSpec spec = ModelSweepFixture.Spec with { Folds = 1, Models = models, Strategies = strategies, AugmentedTargets = [] };
        SweepSummary summary = await SweepFixture.RunAsync(store, spec: spec, dataset: Incomplete);
        Assert.Equal((SweepStatus.Completed, 0), (summary.Status, summary.Failed));
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Equal(models.Length * strategies.Length * 3, results.Cells.Count);
        Assert.All(results.Cells, cell => Assert.True(double.IsFinite(cell.Mae) && double.IsFinite(cell.R2), $"{cell}"));
        Assert.All(results.Cells.Where(cell => cell.Search is { Outer.Count: > 0 }), cell =>
            Assert.Equal(cell.Search!.Inner.Select(double.IsFinite), cell.Search.Outer.Select(double.IsFinite)));
    }

    [Fact]
    public async Task What_is_recommended_is_trained_on_the_rows_that_have_a_value()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(
            store, spec: Spec with { Models = ["pls", "mlp-group", "selected"], Strategies = ["e"] }, dataset: Incomplete);
        DeployedModel trained = await new SweepModels(store).TrainAsync(SweepFixture.Id);
        Predictor predictor = new(trained, new NetworkEvaluator());
        float[] spectra = Whole.Spectra.ToArray();
        foreach (SpectrumPrediction prediction in predictor.Predict(
            new UnlabelledSpectra("all", Whole.Origin, Whole.Wavelengths, spectra, SampleIds: null)))
            Assert.All(prediction.Values, value => Assert.True(double.IsFinite(value)));
        Assert.All(trained.Card.Targets, target => Assert.True(double.IsFinite(target.MeanMae)));
    }

    [Fact]
    public void A_target_with_too_few_values_is_refused_by_its_name()
    {
        InvalidSpecException refused = Assert.Throws<InvalidSpecException>(
            () => SpecResolver.Resolve(Spec with { Models = ["pls"], Strategies = ["e"] }, With((row, target) => target == 1 && row > 1)));
        Assert.Equal("data", refused.Field);
        Assert.Contains("too few rows with a value of 'Cu2+'", refused.Message);
        InvalidSpecException none = Assert.Throws<InvalidSpecException>(
            () => SpecResolver.Resolve(Spec, With((row, target) => target == row % 2)));
        Assert.Contains("too few rows with values of all targets", none.Message);
    }

    [Fact]
    public void Scalings_are_those_of_the_known_values()
    {
        int[] rows = [.. Enumerable.Range(0, 30)], known = [.. rows.Where(row => row % 3 != 0)];
        TargetScaler scaler = TargetScaler.Standardized(Incomplete, rows);
        Assert.Equal(TargetScaler.Standardized(Whole, known).Mean[1], scaler.Mean[1]);
        Assert.Equal(TargetScaler.Standardized(Whole, known).Sd[1], scaler.Sd[1]);
        Assert.Equal(TargetScaler.Standardized(Whole, rows).Mean[0], scaler.Mean[0]);
    }

    private static SpectralDataset With(Func<int, int, bool> missing)
    {
        float[] values = Whole.TargetValues.ToArray();
        for (int i = 0; i < values.Length; i++)
            if (missing(i / Whole.Targets.Count, i % Whole.Targets.Count)) values[i] = float.NaN;
        return new SpectralDataset(Whole.Name, Whole.Origin, Whole.Wavelengths, Whole.Targets, Whole.Spectra.ToArray(), values);
    }
}
