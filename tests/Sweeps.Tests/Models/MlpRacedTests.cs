using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

public sealed class MlpRacedTests
{
    /// <summary>Three preprocessings start, with two epochs.</summary>
    internal static readonly SweepSpec Spec = (SweepFixture.Spec with
    {
        Folds = 1,
        Targets = ["zn2"],
        AugmentedTargets = [],
        Models = ["mlp-raced"],
        Strategies = ["e"],
    }).With(SearchSpec.Section, new SearchSpec
    {
        Pipelines = [[], [new StandardNormalVariate()], [new SavitzkyGolay { Window = 5 }], [new Autoscaling()]],
        Methods = ["ridge"],
        InnerFolds = 3,
        Repeats = 1,
    }).With(ModelCatalog.Get("mlp-raced").Section!, new MlpRacedSpec { Starters = 3, FirstEpochs = 2 });

    [Fact]
    public async Task Each_round_has_half_the_preprocessings_and_twice_the_epochs_and_the_last_one_is_trained_to_the_end()
    {
        List<int> caps = [];
        await SweepFixture.RunAsync(new WatchedStore(), trainer: new WatchedTrainer { BeforeMlp = task => caps.Add(task.Options.EpochCap) },
            spec: Spec);
        Assert.Equal([2, 2, 2, 4, 4, Spec.Regression.EpochCap], caps);
    }

    [Fact]
    public async Task Where_scatter_hides_the_target_the_preprocessing_that_removes_it_wins_and_the_network_gains_by_it()
    {
        SpectralDataset data = SampleDatasets.Linear(rows: 80, targets: 2);
        float[] spectra = data.Spectra.ToArray();
        for (int row = 0; row < data.RowCount; row++)
        {
            float scatter = 0.3f + 2 * (float)UniformStream.At(StreamKeys.Of("raced-scatter"), (ulong)row);
            for (int c = 0; c < data.ChannelCount; c++) spectra[row * data.ChannelCount + c] *= scatter;
        }
        // The ratio of the two bands, whatever the scatter.
        float[] ratios = [.. Enumerable.Range(0, data.RowCount).Select(row => data.TargetRow(row)[0] / (0.2f + data.TargetRow(row)[1]))];
        SpectralDataset scattered = new("scattered", data.Origin, data.Wavelengths, [new Target("Zn2+", "M")], spectra, ratios);
        SweepSpec spec = Spec with
        {
            Folds = 3,
            Models = ["mlp", "mlp-raced"],
            Regression = new RegressionSpec { Hidden = [8], LearningRate = 0.01, Patience = 100, EpochCap = 400 },
        };
        spec = spec.With(SearchSpec.Section, new SearchSpec { Pipelines = [[], [new StandardNormalVariate()]], Methods = ["ridge"] });
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: spec, dataset: scattered);
        CellResult[] cells = [.. (await new StoredSweeps(store).ResultsAsync(SweepFixture.Id)).Cells];
        Assert.All(cells.Where(cell => cell.Model == "mlp-raced"), cell =>
            Assert.Equal("SNV", Assert.Single(cell.Search!.Chosen).Preprocessing));
        Assert.True(Mean("mlp-raced") < 0.8 * Mean("mlp"), $"{Mean("mlp-raced")} beside {Mean("mlp")}");

        double Mean(string model) => cells.Where(cell => cell.Model == model).Average(cell => cell.Mae);
    }

    [Fact]
    public async Task Read_from_its_file_it_predicts_the_same_and_a_damaged_file_is_named()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Spec);
        byte[] bytes = store.Artifacts[SweepPaths.Model(SweepFixture.Id, "cells/0/zn2/e/mlp-raced")];
        CellArtifact artifact = CellArtifact.Read(bytes, "cell");
        PreprocessedNetwork network = (PreprocessedNetwork)artifact.Model;
        RowSet rows = RowSet.All(Matrix.From([.. Enumerable.Range(0, 36).Select(i => i / 36f)], 3, 12));
        NetworkEvaluator evaluator = new();
        float[] expected = network.Predict(evaluator, rows);
        float[] other = (network with { Preprocessing = new PreprocessingPipeline([new StandardNormalVariate(), new Detrending()], 12) })
            .Predict(evaluator, rows);
        Assert.NotEqual(expected, other); // the preprocessing is done
        Assert.Equal(expected, ((PreprocessedNetwork)CellArtifact.Read(bytes, "again").Model).Predict(evaluator, rows));
    }
}
