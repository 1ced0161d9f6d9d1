using System.Globalization;
using System.Text.Json;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Deployment.Onnx;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Tests.Models;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Onnx.Tests;

public sealed class ExportTests
{
    public static TheoryData<string> Families => [.. ModelCatalog.All.Select(family => family.Slug)];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Every_family_predicts_the_same_in_onnx(string family) =>
        Check(await ExportAsync(await ModelSweepFixture.CompletedAsync(), family), SweepFixture.Dataset);

    [Fact]
    public async Task Preprocessing_of_the_spec_and_a_channel_without_spread_are_part_of_the_file()
    {
        SpectralDataset plain = SweepFixture.Dataset;
        float[] spectra = plain.Spectra.ToArray();
        for (int row = 0; row < plain.RowCount; row++) spectra[row * plain.ChannelCount + 2] = 0.25f;
        SpectralDataset data = new(
            "flat", plain.Origin, plain.Wavelengths, plain.Targets, spectra, plain.TargetValues.ToArray(), plain.SampleIds);
        foreach (PreprocessingStep[] steps in (PreprocessingStep[][])[[], [new SavitzkyGolay { Window = 5 }, new StandardNormalVariate()]])
        {
            WatchedStore store = new();
            SweepSpec spec = SweepFixture.Spec with { Models = ["pls", "selected"], Strategies = ["e"], Preprocessing = steps };
            await SweepFixture.RunAsync(store, spec: spec, dataset: data);
            foreach (string family in spec.Models) Check(await ExportAsync(store, family), data);
        }
    }

    private static void Check(DeployedModel model, SpectralDataset data)
    {
        IReadOnlyList<SpectrumPrediction> expected = new Predictor(model, new NetworkEvaluator()).Predict(
            new UnlabelledSpectra(data.Name, data.Origin, data.Wavelengths, data.Spectra.ToArray(), data.SampleIds));
        using OnnxRun run = new(OnnxExport.ToBytes(model));
        IReadOnlyDictionary<string, float[]> found = run.Of(data.Spectra.ToArray(), data.ChannelCount);
        for (int t = 0; t < model.Card.Targets.Count; t++)
        {
            CardTarget target = model.Card.Targets[t];
            OnnxRun.Same([.. expected.Select(one => one.Values[t])], found[$"prediction_{target.Slug}"]);
            Assert.Equal(double.IsFinite(target.HalfWidth), found.ContainsKey($"half_width_{target.Slug}"));
            if (double.IsFinite(target.HalfWidth))
                Assert.Equal(Enumerable.Repeat((float)target.HalfWidth, data.RowCount), found[$"half_width_{target.Slug}"]);
        }
        Assert.Equal(expected[3].Values[0], run.Of(data.Spectrum(3).ToArray(), data.ChannelCount).First(
            pair => pair.Key == $"prediction_{model.Card.Targets[0].Slug}").Value[0], 1e-5); // one spectrum alone
        ModelCard card = JsonSerializer.Deserialize<ModelCard>(run.Metadata.CustomMetadataMap["card"], SweepJson.Compact)!;
        Assert.Equal(model.Card.Targets, card.Targets);
        Assert.Equal(data.Wavelengths, run.Metadata.CustomMetadataMap["axis"].Split(' ').Select(
            text => double.Parse(text, CultureInfo.InvariantCulture)));
    }

    private static Task<DeployedModel> ExportAsync(WatchedStore store, string family) =>
        new SweepModels(store).ExportAsync(SweepFixture.Id, family, "e");
}
