using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Splitting;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

/// <summary>Nothing of a fold's test rows passes into a model, and nothing is found where there is nothing.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task Test_rows_change_no_model_of_any_family_and_no_choice()
    {
        SweepSpec spec = ModelSweepFixture.Spec.With(SearchSpec.Section, new SearchSpec { Repeats = 1, Race = 2 }) with
        {
            Folds = 1,
            Strategies = ["e", "sim", "vae-n"],
            Preprocessing = [new StandardNormalVariate()],
            Trust = new TrustSpec(),
            Generator = ModelSweepFixture.Spec.Generator with { LabelRange = LabelRange.MinToMax },
        };
        SpectralDataset data = SweepFixture.Dataset;
        float[] spectra = data.Spectra.ToArray(), targets = data.TargetValues.ToArray();
        int[] test = MonteCarloSplitter.Split(data, spec.Seed, 0).Test;
        foreach (int row in test)
        {
            for (int c = 0; c < data.ChannelCount; c++)
                spectra[row * data.ChannelCount + c] = 300 * MathF.Sin(row + c * c) - 1_000;
            // Within the range of the others: the range that generated labels may have is the whole dataset's, as source A wants it.
            for (int t = 0; t < data.Targets.Count; t++)
                targets[row * data.Targets.Count + t] = Others(t).Min() + (row % 3) * 0.4f * (Others(t).Max() - Others(t).Min());
        }
        SpectralDataset clipped = With(data, data.Spectra.ToArray(), Within()), altered = With(data, spectra, targets);
        WatchedStore one = new(), other = new();
        await SweepFixture.RunAsync(one, spec: spec, dataset: clipped);
        await SweepFixture.RunAsync(other, spec: spec, dataset: altered);

        string[] paths = [.. one.Artifacts.Keys.Where(path => path.EndsWith("model.safetensors", StringComparison.Ordinal)).Order()];
        Assert.Equal(paths, other.Artifacts.Keys.Where(path => path.EndsWith("model.safetensors", StringComparison.Ordinal)).Order());
        Assert.All(ModelCatalog.All, family => Assert.Contains(paths, path => path.Contains($"/e/{family.Slug}/")
            || family == ModelCatalog.Mlp && path.Contains("/e/model")));
        foreach (string path in paths) Assert.True(Trained(one, path).SequenceEqual(Trained(other, path)), path);

        SweepResults before = await new StoredSweeps(one).ResultsAsync(SweepFixture.Id),
            after = await new StoredSweeps(other).ResultsAsync(SweepFixture.Id);
        foreach ((CellResult first, CellResult second) in before.Cells.Zip(after.Cells).Where(pair => pair.First.Search is not null))
        {
            Assert.NotEqual(first.Mae, second.Mae);
            Assert.Equal(first.Search!.Chosen, second.Search!.Chosen);
            Assert.Equal(first.Search.Inner, second.Search.Inner);
        }
        Assert.Contains(before.Cells, cell => cell.Search is not null);

        IEnumerable<float> Others(int t) => data.TargetColumn(t).Where((_, row) => !test.Contains(row));

        float[] Within() => [.. data.TargetValues.ToArray().Select((value, i) => test.Contains(i / data.Targets.Count)
            ? Math.Clamp(value, Others(i % data.Targets.Count).Min(), Others(i % data.Targets.Count).Max()) : value)];
    }

    /// <summary>With targets that belong to other spectra, a search that leaked would still find something.</summary>
    [Fact]
    public async Task Of_permuted_targets_selected_and_ensemble_know_no_more_than_the_mean()
    {
        SearchSpec search = new() { Repeats = 1, Race = 3 };
        List<double> selected = [], ensemble = [];
        for (int seed = 1; seed <= 5; seed++)
        {
            SpectralDataset data = SampleDatasets.Linear(rows: 50, channels: 15, targets: 1);
            int[] order = new int[data.RowCount];
            Permutation.Fill(StreamKeys.Of("permuted-targets", seed), 0, order);
            float[] permuted = [.. order.Select(row => data.TargetRow(row)[0])];
            SpectralDataset none = With(data, data.Spectra.ToArray(), permuted);
            SweepSpec spec = new SweepSpec { Seed = seed, Folds = 4, Models = ["selected", "ensemble"], Strategies = ["e"] }
                .With(SearchSpec.Section, search);
            WatchedStore store = new();
            await SweepFixture.RunAsync(store, spec: spec, dataset: none);
            SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
            Assert.Equal(8, results.Cells.Count);
            foreach (CellResult cell in results.Cells)
            {
                FoldSplit split = MonteCarloSplitter.Split(none, seed, cell.Fold);
                double mean = split.Training.Concat(split.Validation).Average(row => (double)permuted[row]);
                (cell.Model == "selected" ? selected : ensemble).Add(
                    cell.Mae - split.Test.Average(row => Math.Abs(permuted[row] - mean)));
            }
        }
        Assert.All([selected, ensemble], gains =>
        {
            double mean = gains.Average(), error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (19.0 * 20));
            Assert.Equal(20, gains.Count);
            Assert.True(mean > -2 * error, $"{mean:G3} ± {error:G3} better than the mean predictor");
        });
    }

    private static SpectralDataset With(SpectralDataset data, float[] spectra, float[] targets) =>
        new(data.Name, data.Origin, data.Wavelengths, data.Targets, spectra, targets);

    /// <summary>A model's file without what it says of test rows.</summary>
    private static byte[] Trained(WatchedStore store, string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(store.Artifacts[path]);
        return SafetensorsFile.Write(
            [.. file.Tensors.Where(tensor => tensor.Name is not ("true" or "predicted"))],
            file.Metadata.Where(pair => !pair.Key.Contains("sha256", StringComparison.OrdinalIgnoreCase)).ToDictionary());
    }
}
