using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Tests.Models;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Deployment;

public class DeploymentTests
{
    private static readonly SpectralDataset Data = SweepFixture.Dataset;

    [Theory]
    [InlineData("univariate")]
    [InlineData("pls")]
    [InlineData("pls2")]
    [InlineData("mlp")]
    [InlineData("mlp-group")]
    [InlineData("cnn-multitask")]
    public async Task A_folds_model_predicts_its_test_rows_as_the_sweep_did_and_the_ensemble_gives_the_mean(string family)
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        SweepReport report = await new StoredSweeps(store).ReportAsync(SweepFixture.Id);
        using TemporaryFolder folder = new();
        List<IReadOnlyList<SpectrumPrediction>> members = [];
        for (int fold = 0; fold < 2; fold++)
        {
            DeployedModel model = await ExportAsync(store, family, fold: fold);
            string path = Path.Combine(folder.Path, $"fold-{fold}");
            model.Save(path);
            Predictor predictor = new(DeployedModel.Load(path), new NetworkEvaluator());
            members.Add(predictor.Predict(Unlabelled(Data)));
            int[] test = MonteCarloSplitter.Split(Data, SweepFixture.Spec.Seed, fold).Test;
            foreach (CellDetail detail in report.Cells.Where(cell => cell.Fold == fold && cell.Model == family && cell.Strategy == "e"))
            {
                int t = Data.IndexOfTarget(detail.Target);
                for (int i = 0; i < test.Length; i++) Assert.Equal(detail.Predicted[i], members[fold][test[i]].Values[t], 1e-6);
            }
        }
        DeployedModel both = await ExportAsync(store, family);
        IReadOnlyList<SpectrumPrediction> ensemble = new Predictor(both, new NetworkEvaluator()).Predict(Unlabelled(Data));
        for (int row = 0; row < Data.RowCount; row++)
            for (int t = 0; t < Data.Targets.Count; t++)
                Assert.Equal((members[0][row].Values[t] + members[1][row].Values[t]) / 2, ensemble[row].Values[t], 1e-12);

        foreach (CardTarget target in both.Card.Targets)
        {
            CellDetail[] details = [
                .. report.Cells.Where(cell => cell.Model == family && cell.Strategy == "e" && cell.Target == target.Slug)];
            double[] errors = [
                .. details.SelectMany(cell => cell.True.Zip(cell.Predicted, (truth, predicted) => Math.Abs((double)predicted - truth)))];
            Assert.Equal((double)errors.Count(error => error <= target.HalfWidth) / errors.Length, target.MeasuredCoverage, 12);
            Assert.Equal(report.Results.Aggregates.Single(a => (a.Target, a.Model, a.Strategy) == (target.Slug, family, "e")).MeanMae,
                target.MeanMae, 6);
        }
    }

    [Fact]
    public async Task Strange_spectra_and_values_out_of_range_are_called_so_and_ordinary_ones_are_not()
    {
        Predictor predictor = new(await ExportAsync(await ModelSweepFixture.CompletedAsync(), "pls"), new NetworkEvaluator());
        float[] spectra = new float[3 * Data.ChannelCount];
        Data.Spectrum(0).CopyTo(spectra);
        for (int c = 0; c < Data.ChannelCount; c++)
        {
            spectra[Data.ChannelCount + c] = Data.Spectrum(0)[c] + (c == 11 ? 3 : 0); // a line where there is none
            spectra[2 * Data.ChannelCount + c] = 4 * Data.Spectrum(0)[c];             // four times as concentrated
        }
        IReadOnlyList<SpectrumPrediction> predictions =
            predictor.Predict(new UnlabelledSpectra("new", Data.Origin, Data.Wavelengths, spectra, ["a", "b", "c"]));
        Assert.True(predictions[0].IsTrusted, string.Join("; ", predictions[0].Reasons));
        Assert.Contains(predictions[1].Reasons,
            reason => reason.StartsWith("unlike the training spectra (p 0.0", StringComparison.Ordinal));
        Assert.Contains(predictions[2].Reasons, reason => reason.Contains(" above the calibrated "));

        using StringWriter csv = new();
        PredictionTable.WriteCsv(csv, predictor.Card, predictions);
        string[] lines = csv.ToString().Split('\n');
        Assert.Equal("row,sample,Zn2+ (M),Zn2+ lower,Zn2+ upper,Cu2+ (M),Cu2+ lower,Cu2+ upper,Li+ (M),Li+ lower,Li+ upper,trust,reason",
            lines[0]);
        Assert.StartsWith("1,a,", lines[1]);
        Assert.EndsWith(",ok,", lines[1]);
        Assert.Contains(",check,", lines[2]);
    }

    [Fact]
    public async Task Sample_ids_that_a_spreadsheet_would_run_are_text_in_the_table_and_numbers_stay_numbers()
    {
        ModelCard card = (await ExportAsync(await ModelSweepFixture.CompletedAsync(), "pls")).Card;
        string[] ids = ["=HYPERLINK(\"http://evil\")", "+1", "-a", "@b", "plain"];
        using StringWriter csv = new();
        PredictionTable.WriteCsv(csv, card, [.. ids.Select(id => new SpectrumPrediction(id, [-0.25, 1, 2], ["unlike"]))]);
        string[] lines = csv.ToString().TrimEnd('\n').Split('\n');
        Assert.StartsWith("1,\"'=HYPERLINK(\"\"http://evil\"\")\",-0.25,", lines[1]);
        Assert.StartsWith("2,\"'+1\",-0.25,", lines[2]);
        Assert.StartsWith("3,\"'-a\",-0.25,", lines[3]);
        Assert.StartsWith("4,\"'@b\",-0.25,", lines[4]);
        Assert.StartsWith("5,plain,-0.25,", lines[5]);
    }

    [Theory]
    [InlineData("pls")]
    [InlineData("cnn-multitask")]
    public async Task What_the_sweep_measured_of_trust_is_what_a_folds_model_does_on_its_test_rows(string family)
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        TrustResult measured = (await new StoredSweeps(store).ResultsAsync(SweepFixture.Id)).Trust.Single(
            trust => trust is { Fold: 0, Strategy: "e" } && trust.Model == family);
        DeployedModel model = await ExportAsync(store, family, fold: 0);
        foreach (IntervalResult interval in measured.Intervals)
        {
            CardTarget target = model.Card.Targets.Single(one => one.Slug == interval.Target);
            Assert.Equal((interval.HalfWidth, interval.Coverage), (target.HalfWidth, target.MeasuredCoverage));
        }
        int[] test = MonteCarloSplitter.Split(Data, SweepFixture.Spec.Seed, 0).Test;
        IReadOnlyList<SpectrumPrediction> predictions = new Predictor(model, new NetworkEvaluator()).Predict(Unlabelled(Data));
        // Warned by the last score: the distance alone, or either of both. Values out of range are another matter.
        Assert.Equal(test.Count(row => predictions[row].Reasons.Any(reason => reason.Contains("(p "))) / (double)test.Length,
            measured.Warnings[^1].FalseAlarms, 12);
    }

    [Fact]
    public async Task Spectra_of_another_axis_are_refused_unless_they_may_be_interpolated()
    {
        Predictor predictor = new(await ExportAsync(await ModelSweepFixture.CompletedAsync(), "pls"), new NetworkEvaluator());
        UnlabelledSpectra own = Unlabelled(Data);
        // Twice as fine: the model's channels are among these.
        double[] fine = [.. Enumerable.Range(0, 2 * Data.ChannelCount - 1).Select(c => Data.Wavelengths[0] + 0.5 * c)];
        UnlabelledSpectra finer = own.Resampled(fine);
        string message = Assert.Throws<InvalidDatasetException>(() => predictor.Predict(finer)).Message;
        Assert.Contains("channel 2 is at 400.5 nm, the model's at 401 nm", message);
        Assert.Contains("--resample", message);
        IReadOnlyList<SpectrumPrediction> expected = predictor.Predict(own), resampled = predictor.Predict(finer, Interpolation.Linear);
        for (int row = 0; row < expected.Count; row++) Assert.Equal(expected[row].Values, resampled[row].Values);
        Assert.Contains("nothing is extrapolated",
            Assert.Throws<InvalidDatasetException>(() => predictor.Predict(own.Resampled([402, 403]), Interpolation.Linear)).Message);
    }

    [Fact]
    public async Task Spectra_of_another_unit_or_ordinate_are_refused_naming_both()
    {
        DeployedModel model = await ExportAsync(await ModelSweepFixture.CompletedAsync(), "pls");
        UnlabelledSpectra own = Unlabelled(Data);
        string Refused(Ordinate trained, UnlabelledSpectra spectra) => Assert.Throws<InvalidDatasetException>(() => new Predictor(
            new DeployedModel(model.Card with { Ordinate = trained }, model.Files), new NetworkEvaluator())
            .Predict(spectra, Interpolation.Linear)).Message;
        string unit = Refused(Ordinate.Unknown, own with { AxisUnit = AxisUnit.Wavenumber });
        Assert.Contains("its axis is wavenumber (cm⁻¹); the model was trained on wavelength (nm)", unit);
        Assert.Contains("ionsweep data convert FILE --axis nm", unit);
        string ordinate = Refused(Ordinate.Absorbance, own with { Ordinate = Ordinate.TransmittancePercent });
        Assert.Contains("holds transmittance in per cent; the model was trained on absorbance", ordinate);
        Assert.Contains("ionsweep data convert FILE --to absorbance", ordinate);
        // What a file does not say is not held against it.
        Assert.NotEmpty(new Predictor(model, new NetworkEvaluator()).Predict(own with { Ordinate = Ordinate.Reflectance }));
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused_with_what_there_is()
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        Assert.Contains("name one of univariate, pls, pls2, mlp",
            (await Assert.ThrowsAsync<InvalidSpecException>(() => ExportAsync(store, null))).Message);
        Assert.Contains("did you mean 'pls'?", (await Assert.ThrowsAsync<InvalidSpecException>(() => ExportAsync(store, "psl"))).Message);
        Assert.Contains(
            "It has e, sim", (await Assert.ThrowsAsync<InvalidSpecException>(() => ExportAsync(store, "pls", "vae-u"))).Message);
        Assert.Contains(
            "expected 0 to 1", (await Assert.ThrowsAsync<InvalidSpecException>(() => ExportAsync(store, "pls", fold: 2))).Message);
        // Only two of the three targets have augmented cells; a group predicts all.
        Assert.Equal(["zn2", "cu2"], (await ExportAsync(store, "pls", "sim")).Card.Targets.Select(target => target.Slug));
        Assert.Equal(3, (await ExportAsync(store, "mlp-group", "sim")).Card.Targets.Count);
        store.Artifacts.Remove(IonSweep.Sweeps.Storage.SweepPaths.Model(SweepFixture.Id, "cells/1/li/e/pls"), out _);
        Assert.Contains("cells/1/li/e/pls is not trained yet",
            (await Assert.ThrowsAsync<InvalidSpecException>(() => ExportAsync(store, "pls"))).Message);
    }

    [Fact]
    public async Task An_altered_or_foreign_model_is_refused()
    {
        using TemporaryFolder folder = new();
        DeployedModel model = await ExportAsync(await ModelSweepFixture.CompletedAsync(), "pls");
        model.Save(folder.Path);
        Assert.True(DeployedModel.IsIn(folder.Path));
        Assert.Equal(model.Card.Targets, DeployedModel.Load(folder.Path).Card.Targets);

        string file = Path.Combine(folder.Path, "fold-0", "zn2.safetensors"), card = Path.Combine(
            folder.Path, DeployedModel.CardFileName), text = File.ReadAllText(card);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("was altered", Assert.Throws<DamagedArtifactException>(() => DeployedModel.Load(folder.Path)).Message);
        File.Delete(file);
        Assert.Contains("is missing", Assert.Throws<DamagedArtifactException>(() => DeployedModel.Load(folder.Path)).Message);
        File.WriteAllText(card, text.Replace("fold-0/zn2.safetensors", "../../etc/passwd"));
        Assert.Contains("not inside its folder", Assert.Throws<DamagedArtifactException>(() => DeployedModel.Load(folder.Path)).Message);
        File.WriteAllText(card, text.Replace("ionsweep-model-1", "ionsweep-model-9"));
        Assert.Contains("ionsweep-model-9", Assert.Throws<DamagedArtifactException>(() => DeployedModel.Load(folder.Path)).Message);
        File.WriteAllText(card, "{}");
        Assert.Contains("is no model card", Assert.Throws<DamagedArtifactException>(() => DeployedModel.Load(folder.Path)).Message);
    }

    private static UnlabelledSpectra Unlabelled(SpectralDataset data) =>
        new(data.Name, data.Origin, data.Wavelengths, data.Spectra.ToArray(), data.SampleIds);

    private static Task<DeployedModel> ExportAsync(WatchedStore store, string? family, string strategy = "e", int? fold = null) =>
        new SweepModels(store).ExportAsync(SweepFixture.Id, family, strategy, fold);
}
