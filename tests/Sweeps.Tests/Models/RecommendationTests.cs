using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>What a search recommends, in words, and the model of all rows that is made of it.</summary>
public sealed class RecommendationTests
{
    private static readonly SweepSpec Spec = SpecReader.Read("""
        folds: 5
        models: [pls, selected, ensemble]
        strategies: [e]
        search: {pipelines: [[], [{kind: snv}], [{kind: savitzkyGolay, window: 5}]], methods: [pls, ridge], innerFolds: 3, repeats: 1}
        trust: {evaluate: true}
        """);

    /// <summary>26 samples of two spectra each.</summary>
    private static readonly SpectralDataset Data = SampleDatasets.Linear(rows: 52, replicates: 2, name: "few");

    private static readonly Lazy<Task<WatchedStore>> Completed = new(async () =>
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Spec, dataset: Data);
        return store;
    });

    [Fact]
    public async Task The_error_against_the_number_of_samples_ends_at_the_error_of_what_was_selected()
    {
        SweepReport report = await ReportAsync();
        foreach (Recommendation one in report.Recommendations!)
        {
            CellResult[] cells = [.. report.Results.Cells.Where(cell => cell.Target == one.Target && cell.Model == "selected")];
            int all = cells[0].Search!.SampleCurve![^1].Samples;
            Assert.InRange(all, cells[0].TrainingSamples + 1, 26 - cells[0].TestSamples); // training and validation samples
            Assert.Equal([.. new[] { 0.25, 0.5, 0.75, 1 }.Select(share => (int)Math.Round(share * all))],
                one.Samples!.Sizes.Select(size => size.Samples));
            Assert.All(cells, cell => Assert.Equal(cell.Mae, cell.Search!.SampleCurve![^1].Mae, 1e-4 * cell.Mae));
            Assert.Equal(cells.Average(cell => cell.Mae), one.Samples.All.MeanMae, 1e-4 * one.Samples.All.MeanMae);
            Assert.Equal(one.Samples.Sizes[1], one.Samples.Fewer);
            Assert.Contains($"Learning from {all} samples instead of {(all + 1) / 2}", RecommendationText.Of(one));
        }
        Assert.Contains("Error against the number of samples", MarkdownReport.Write(report));
    }

    [Fact]
    public async Task The_ensemble_is_recommended_where_it_is_as_good_as_pls_and_the_sentence_says_what_was_shown()
    {
        SweepReport report = await ReportAsync();
        Assert.Equal(["zn2", "cu2", "li"], report.Recommendations!.Select(one => one.Target));
        foreach (Recommendation one in report.Recommendations!)
        {
            StrategyAggregate ensemble = Aggregate("ensemble"), pls = Aggregate("pls");
            string text = RecommendationText.Of(one);
            Assert.Equal(pls.MeanMae, one.PlsMae);
            if (one.Model == "pls") Assert.Contains("gave nothing at least as good", text);
            else
            {
                Assert.True(one.MeanMae <= one.PlsMae);
                Assert.NotEqual(Verdict.Worse, one.AgainstPls!.Verdict);
                Assert.Contains(one.AgainstPls.Verdict == Verdict.Better ? "better than that, p" : "better than PLS was not shown", text);
                Assert.Equal(1, one.Pipelines.Sum(pipeline => pipeline.Share), 1e-9);
            }
            if (ensemble.MeanMae <= pls.MeanMae) Assert.Equal("ensemble", one.Model);
            Assert.Contains($"Use {one.ModelName} for {one.TargetName}: MAE", text);
            Assert.Contains("Needs spectra of 12 channels, 400 to 411 nm.", text);
            Assert.Contains("Do not trust it for values outside", text);

            StrategyAggregate Aggregate(string model) =>
                report.Results.Aggregates.Single(other => other.Target == one.Target && other.Model == model);
        }
        Assert.Contains("## Which calibration to use", MarkdownReport.Write(report));
        Assert.Contains("\"recommendations\"", SummaryJson.Write(report));
    }

    [Fact]
    public async Task Few_samples_have_an_interval_from_the_test_rows_of_all_folds_one_residual_a_sample()
    {
        SweepReport report = await ReportAsync();
        // Validation rows of one fold are too few for PLS; test rows of 5 folds × 3 samples are enough.
        Assert.All(report.Results.Trust.Where(trust => trust.Model == "pls").SelectMany(trust => trust.Intervals),
            interval => Assert.Equal(double.PositiveInfinity, interval.HalfWidth));
        foreach (Recommendation one in report.Recommendations!)
        {
            double[] residuals =
            [
                .. from cell in report.Cells
                   where cell.Target == one.Target && cell.Model == one.Model
                   from sample in Enumerable.Range(0, cell.True.Count / 2)
                   select Math.Abs((double)cell.Predicted[2 * sample] - cell.True[2 * sample]),
            ];
            Assert.Equal(15, residuals.Length);
            Array.Sort(residuals);
            double expected = residuals[13] + 0.4 * (residuals[14] - residuals[13]); // rank 16 · 0.9
            Assert.Equal(expected, one.HalfWidth, 1e-12);
            Assert.InRange(one.MeasuredCoverage, 0, 1);
        }
    }

    [Fact]
    public async Task A_sweep_without_a_search_recommends_nothing_and_its_files_stay_as_they_were()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        SweepReport report = await new StoredSweeps(store).ReportAsync(SweepFixture.Id);
        Assert.Null(report.Recommendations);
        Assert.DoesNotContain("recommendation", SummaryJson.Write(report), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("searched for nothing", (await Assert.ThrowsAsync<InvalidSpecException>(
            () => new SweepModels(store).TrainAsync(SweepFixture.Id))).Message);
    }

    [Fact]
    public async Task The_model_of_all_rows_is_one_file_with_the_errors_that_the_sweep_measured()
    {
        WatchedStore store = await Completed.Value;
        SweepReport report = await ReportAsync();
        DeployedModel model = await new SweepModels(store).TrainAsync(SweepFixture.Id);
        byte[] bytes = ModelFile.ToBytes(model);
        DeployedModel read = ModelFile.Read(bytes, "model.safetensors");
        Assert.Equal(model.Card.Targets, read.Card.Targets);
        Assert.Contains("trained on all 52 rows", read.Card.Training);
        foreach ((CardTarget target, Recommendation one) in read.Card.Targets.Zip(report.Recommendations!))
            Assert.Equal((one.MeanMae, one.HalfWidth, one.MeasuredCoverage), (target.MeanMae, target.HalfWidth, target.MeasuredCoverage));
        Assert.Equal(bytes, ModelFile.ToBytes(await new SweepModels(store).TrainAsync(SweepFixture.Id)));

        IReadOnlyList<SpectrumPrediction> predictions = new Predictor(read, new NetworkEvaluator()).Predict(
            new UnlabelledSpectra("new", Data.Origin, Data.Wavelengths, Data.Spectra.ToArray(), Data.SampleIds));
        for (int t = 0; t < 3; t++)
            Assert.True(predictions.Select((one, row) => Math.Abs(one.Values[t] - Data.TargetRow(row)[t])).Average()
                <= 1.5 * report.Recommendations![t].MeanMae);
        Assert.True(predictions.Count(one => one.IsTrusted) > 40);

        bytes[^3] ^= 1;
        Assert.Throws<DamagedArtifactException>(() => ModelFile.Read(bytes, "model.safetensors"));
    }

    private static async Task<SweepReport> ReportAsync() => await new StoredSweeps(await Completed.Value).ReportAsync(SweepFixture.Id);
}
