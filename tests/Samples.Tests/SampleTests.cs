using System.Runtime.CompilerServices;
using System.Text;
using IonSweep.Formats;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Samples.Tests;

/// <summary>What others add in one file each is checked, planned, trained, reported and exported like what is built in.</summary>
public sealed class SampleTests
{
    private const string Spec = """
        folds: 2
        models: [pls, nearest, linear-network]
        strategies: [e, jitter, mean-shape]
        regression: {learningRate: 0.01, batchSize: 16, patience: 20, epochCap: 200}
        nearest: {neighbours: 2}
        preprocessing: [{floor: 2, kind: logarithm}]
        """;

    [ModuleInitializer]
    internal static void Register()
    {
        ModelCatalog.Register(new NearestNeighboursFamily());
        ModelCatalog.Register(new LinearNetworkFamily());
        StrategyCatalog.Register(new JitterStrategy());
        StrategyCatalog.Register(new MeanShapeStrategy());
        PreprocessingCatalog.Register(new LogarithmStep());
        FormatCatalog.Register(new PointListFormat());
    }

    [Fact]
    public async Task A_family_a_network_a_strategy_a_generator_a_preprocessing_and_a_store_of_ones_own_go_the_whole_way()
    {
        DictionaryStore store = new();
        await using InProcessSweepService service = new(
            store, new InProcessOptions { Threads = 2, Trainers = [LinearNetworkFamily.Trainer()] });
        string sha256 = await service.StoreDatasetAsync(Dataset());
        SweepSpec spec = SpecReader.Read(Spec) with { Data = new DataSpec { Source = "stored", Sha256 = sha256 } };
        await service.SubmitAsync(spec, "sample");
        SweepSummary? summary = null;
        await foreach (SweepUpdate update in service.WatchAsync("sample")) summary = update.Summary;

        Assert.Equal(SweepStatus.Completed, summary!.Status);
        SweepResults results = (await service.ResultsAsync("sample"))!;
        Assert.Equal(2 * 2 * 3 * 3, results.Cells.Count); // folds × targets × models × strategies
        Assert.All(results.Cells, cell => Assert.True(cell.Mae < 0.5, $"{cell.Model} {cell.Strategy} {cell.Mae}"));
        Assert.All(results.Cells.Where(cell => cell.Model == "linear-network"), cell => Assert.True(cell.Epochs > 20));
        string csv = Encoding.UTF8.GetString((await store.ReadAsync(SweepPaths.ResultsCsv("sample")))!);
        Assert.Contains("Nearest neighbours", csv);
        Assert.Contains("E+mean", csv);
        Assert.Contains("2 instead of 3 neighbours", summary.Shortened);

        DeployedModel model = await new SweepModels(store).ExportAsync("sample", "nearest", "jitter", null);
        IReadOnlyList<SpectrumPrediction> predicted = new Predictor(model, new NetworkEvaluator()).Predict(Unlabelled());
        Assert.Equal(Dataset().TargetRow(0)[0], predicted[0].Values[0], 0.3);
    }

    [Fact]
    public void Its_options_are_written_read_and_checked()
    {
        SweepSpec spec = SpecReader.Read(Spec);
        string yaml = SpecWriter.ToYaml(spec);
        Assert.Contains("# model nearest\nnearest:\n  neighbours: 2", yaml);
        Assert.Contains(", nearest, linear-network", yaml);
        Assert.Contains("preprocessing: [{kind: logarithm, floor: 2}]", yaml);
        Assert.Contains("unknown key 'flor'; did you mean 'floor'?", Assert.Throws<InvalidSpecException>(
            () => SpecReader.Read("preprocessing: [{kind: logarithm, flor: 2}]")).Message);
        Assert.Equal(yaml, SpecWriter.ToYaml(SpecReader.Read(yaml)));
        Assert.Equal("nearest.neighbours is 2, was 3",
            Assert.Single(SpecDifferences.Between(SpecReader.Read(Spec.Replace("nearest: {neighbours: 2}", "")), spec)));
        Assert.Contains("nearest.neighbours: expected 1 to 100, found 0",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("nearest: {neighbours: 0}")).Message);
        Assert.Contains("unknown key 'neighbors'",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("nearest: {neighbors: 2}")).Message);
    }

    [Fact]
    public async Task A_format_of_ones_own_is_run_on()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("ionsweep-samples-").FullName, "lab.pts");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, 60).Select(row => FormattableString.Invariant(
            $"POINTS {First(row)} 400:{First(row) + (0.1 * Second(row))} 401:{Second(row)} 402:{First(row) * 2}")));
        await using InProcessSweepService service = new(new DictionaryStore());
        SweepSpec spec = new() { Folds = 1, Models = ["pls"], Strategies = ["e"], Data = new DataSpec { Source = "file", File = path } };
        await service.SubmitAsync(spec, "points");
        await foreach (SweepUpdate _ in service.WatchAsync("points")) { }
        Assert.True(Assert.Single((await service.ResultsAsync("points")).Cells).Mae < 0.01);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_trainer_without_its_network_is_refused() => Assert.Contains(
        "'cpu' has no networks of kind 'linear'",
        Assert.Throws<InvalidSpecException>(() => TrainerChoice.Check(SpecReader.Read(Spec), [TrainerOffer.Of(new CpuTrainer())])).Message);

    private static SpectralDataset Dataset() => new(
        "sample", new DatasetOrigin(false, "made up"), Wavelengths, [new Target("A", "M"), new Target("B", "M")], Spectra,
        [.. Enumerable.Range(0, 60).SelectMany(row => new[] { First(row), Second(row) })]);

    private static UnlabelledSpectra Unlabelled() => new("new", new DatasetOrigin(false, "made up"), Wavelengths, Spectra, null);

    private static double[] Wavelengths => [.. Enumerable.Range(0, 12).Select(c => 400.0 + c)];

    private static float[] Spectra =>
    [
        .. Enumerable.Range(0, 60).SelectMany(row => Enumerable.Range(0, 12)
            .Select(c => First(row) * MathF.Exp(-0.1f * c) + Second(row) * MathF.Exp(-0.1f * (11 - c)))),
    ];

    private static float First(int row) => row % 10 / 10f;

    private static float Second(int row) => row * 7 % 11 / 11f;
}
