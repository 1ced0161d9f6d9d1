using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public class WholeSweepTests
{
    [Fact]
    public async Task A_sweep_ends_with_every_result_and_everything_a_report_needs()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        StoredSweeps stored = new(store);
        SweepSummary summary = Assert.Single(await stored.ListAsync());
        Assert.Equal((SweepStatus.Completed, 28, 28, 0), (summary.Status, summary.WorkItems, summary.Finished, summary.Failed));
        Assert.True(summary.Dataset.IsSimulated);
        Assert.Contains("2 instead of 8 folds", summary.Shortened);

        SweepReport report = await stored.ReportAsync(SweepFixture.Id);
        Assert.Equal(18, report.Results.Cells.Count); // 2 folds × (3 references + 2 targets × 3 strategies)
        Assert.Equal(report.Results.Cells.OrderBy(cell => cell.Fold).Select(cell => cell.Target),
            report.Results.Cells.Select(cell => cell.Target));
        Assert.All(report.Results.Cells, cell =>
        {
            Assert.Null(cell.Failure);
            Assert.True(cell.Mae > 0 && cell.Rmse >= cell.Mae && cell.R2 < 1);
            Assert.Equal((42, 6, cell.Strategy == "e" ? 0 : 42), (cell.TrainingRows, cell.TestRows, cell.SyntheticRows));
            Assert.InRange(cell.BestEpoch, 1, cell.Epochs);
        });
        Assert.Equal(3 + 2 * 3, report.Results.Aggregates.Count);
        Assert.All(report.Results.Aggregates, a => Assert.Equal(a.Strategy == "e" ? null : Verdict.TooFewFolds, a.Comparison?.Verdict));
        Assert.Equal(6, report.Results.SyntheticSets.Count);
        Assert.All(report.Results.SyntheticSets, set =>
        {
            Assert.Equal(42, set.Kept);
            Assert.InRange(set.Drawn, 42, 42 * 200);
            Assert.Equal(set.Strategy == "cvae-n", double.IsNaN(set.MeasuredPassRate));
            Assert.Equal(["cu2", "li", "zn2"], set.Labels.Keys.Order());
            Assert.Equal(set.TrainingLabels.Keys, set.Labels.Keys);
        });

        Assert.Equal(28, report.Timings.Count);
        Assert.Equal(18, report.Cells.Count);
        Assert.All(report.Cells.Zip(report.Results.Cells), pair =>
        {
            Assert.Equal((pair.Second.Fold, pair.Second.Target, pair.Second.Strategy),
                (pair.First.Fold, pair.First.Target, pair.First.Strategy));
            Assert.Equal(pair.Second.Mae, pair.First.True.Zip(pair.First.Predicted, (t, p) => Math.Abs((double)p - t)).Average(), 12);
            Assert.Equal(pair.Second.Epochs, pair.First.Curve.Epochs[^1]);
            Assert.Contains(pair.Second.BestEpoch, pair.First.Curve.Epochs);
        });
        Assert.Equal(4, report.Generators.Count);
        Assert.All(report.Generators, g => Assert.Equal(3, g.Divergence.Count));
        Assert.Equal(["vae-n", "vae-u", "cvae-n"], report.Spectra.Select(s => s.Strategy));
        Assert.All(report.Spectra, s =>
        {
            Assert.Equal((0, 12, 6, 6), (s.Fold, s.Mean.Count, s.Measured.Count, s.Kept.Count));
            Assert.All(s.Kept, spectrum => Assert.All(
                spectrum.Zip(s.Lowest.Zip(s.Highest)), v => Assert.InRange(v.First, v.Second.First - 1e-5, v.Second.Second + 1e-5)));
        });
        Assert.Equal(3 * 3, report.Distributions.Count);
        Assert.All(
            report.Distributions, d => Assert.Equal((84, 84, d.Edges.Count - 1), (d.Measured.Sum(), d.Generated.Sum(), d.Measured.Count)));
        Assert.Equal("test-host", Assert.Single(report.Machines).Host);
        Assert.Equal(SweepFixture.Dataset.RowCount, report.Dataset.Rows);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.EndsWith("checkpoint"));
        Assert.Equal(19, SweepFixture.Csv(store).Split('\n').Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Results_do_not_depend_on_the_number_of_threads(int threads)
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, threads);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_cell_does_not_depend_on_which_others_the_sweep_trains()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(
            store, spec: SweepFixture.Spec with { Folds = 1, Targets = ["cu2"], AugmentedTargets = [], Strategies = ["vae-u"] });
        WatchedStore whole = await SweepFixture.CompletedAsync();
        foreach (string item in (string[])["cells/0/cu2/e", "cells/0/cu2/vae-u", "folds/0/vae", "folds/0/vae/vae-u"])
            Assert.Equal(whole.Artifacts[SweepPaths.Result(SweepFixture.Id, item)],
                store.Artifacts[SweepPaths.Result(SweepFixture.Id, item)]);
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Equal([("cu2", "e"), ("cu2", "vae-u")], results.Cells.Select(cell => (cell.Target, cell.Strategy)));
    }

    [Fact]
    public async Task Vae_u_with_a_width_equals_the_strategy_of_that_width()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: SweepFixture.Spec with
        {
            Folds = 1,
            AugmentedTargets = ["zn2"],
            Strategies = ["vae-u", "vae-u-3sd", "vae-u-sqrt3"],
            Generator = SweepFixture.Spec.Generator with { UniformWidth = IonSweep.Sweeps.Specification.UniformWidth.ThreeSd },
        });
        double[] mae = [.. (await new StoredSweeps(store).ResultsAsync(SweepFixture.Id)).Cells.Where(cell => cell.Target == "zn2")
            .Select(cell => cell.Mae)];
        Assert.Equal(4, mae.Length);
        Assert.Equal(mae[1], mae[2]);
        Assert.NotEqual(mae[1], mae[3]);
    }

    [Fact]
    public async Task Training_validation_and_streams_are_what_the_protocol_says()
    {
        List<MlpTask> tasks = [];
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, threads: 1, trainer: new WatchedTrainer { BeforeMlp = tasks.Add },
            spec: SweepFixture.Spec with { Folds = 1, AugmentedTargets = ["zn2"] });
        Assert.Equal(3 + 3, tasks.Count);
        Assert.All(tasks, task => Assert.Equal(tasks[0].Validation.Count, task.Validation.Count));
        MlpTask[] zinc = [tasks[0], .. tasks[3..]];
        Assert.All(zinc, task => Assert.Equal(zinc[0].InitialWeights, task.InitialWeights)); // the same start for every strategy
        Assert.NotEqual(tasks[0].InitialWeights, tasks[1].InitialWeights);
        Assert.All(tasks[..3], task => Assert.Equal(tasks[0].BatchOrder, task.BatchOrder)); // the same order for every target
        Assert.All(zinc[1..], task =>
        {
            Assert.Equal(2 * zinc[0].Training.Count, task.Training.Count);
            Assert.NotEqual(zinc[0].BatchOrder, task.BatchOrder);
            for (int row = 0; row < zinc[0].Training.Count; row++)
                Assert.True(zinc[0].Training.Row(row).SequenceEqual(task.Training.Row(row)));
            Assert.Equal(zinc[0].TrainingTargets, task.TrainingTargets[..zinc[0].TrainingTargets.Length]);
            for (int row = zinc[0].Training.Count; row < task.Training.Count; row++)
                foreach (float value in task.Training.Row(row)) Assert.InRange(value, 0, 1);
        });
        // Standardized targets of the training rows.
        Assert.Equal(0, tasks[0].TrainingTargets.Average(), 4);
        Assert.Equal(1, Math.Sqrt(tasks[0].TrainingTargets.Sum(y => (double)y * y) / (tasks[0].TrainingTargets.Length - 1)), 4);
    }

    [Fact]
    public async Task Labels_are_the_references_predictions_in_the_allowed_range_and_cvae_labels_are_the_training_rows()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        float[] maxima = [.. Enumerable.Range(0, 3).Select(t => SweepFixture.Dataset.TargetColumn(t).Max())];
        foreach (string item in (string[])["folds/0/vae/vae-n", "folds/1/vae/vae-u"])
        {
            float[] labels = Read(store, item).Float32("labels", [42, 3]);
            for (int i = 0; i < labels.Length; i++) Assert.InRange(labels[i], 0, maxima[i % 3]);
        }
        float[] conditions = Read(store, "folds/0/cvae/cvae-n").Float32("labels", [42, 3]);
        var split = IonSweep.Spectra.Splitting.MonteCarloSplitter.Split(SweepFixture.Dataset, SweepFixture.Spec.Seed, 0);
        Assert.Equal(split.Training.SelectMany(row => SweepFixture.Dataset.TargetRow(row).ToArray()), conditions);
    }

    [Fact]
    public async Task A_nan_loss_fails_its_cell_alone_and_for_good()
    {
        WatchedStore store = new();
        int trainings = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = task =>
            {
                if (Interlocked.Increment(ref trainings) == 7) throw new TrainingDivergedException("The loss is NaN at epoch 3, step 2.");
            },
        };
        SweepSummary summary = await SweepFixture.RunAsync(store, threads: 1, trainer);
        Assert.Equal((SweepStatus.CompletedWithFailures, 28, 1), (summary.Status, summary.Finished, summary.Failed));
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        CellResult failed = Assert.Single(results.Cells, cell => cell.Failure is not null);
        Assert.Equal("The loss is NaN at epoch 3, step 2.", failed.Failure!.Reason);
        Assert.True(double.IsNaN(failed.Mae));
        Assert.Equal(1, results.Aggregates.Single(a => (a.Target, a.Strategy) == (failed.Target, failed.Strategy)).Folds);

        trainings = 100;
        Assert.Equal(SweepStatus.CompletedWithFailures, (await SweepFixture.RunAsync(store, threads: 1, trainer)).Status);
        Assert.Equal(100, trainings); // the same would happen again
    }

    [Fact]
    public async Task A_failed_generator_blocks_what_needs_it_with_its_reason()
    {
        WatchedStore store = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, trainer: new WatchedTrainer
        {
            BeforeVae = task =>
            {
                if (task.Architecture.Conditions > 0) throw new TrainingDivergedException("The loss is infinite at epoch 1.");
            },
        });
        Assert.Equal((SweepStatus.CompletedWithFailures, 2 * (1 + 1 + 2)), (summary.Status, summary.Failed));
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.All(results.Cells.Where(cell => cell.Strategy == "cvae-n"),
            cell => Assert.Equal($"Blocked because folds/{cell.Fold}/cvae failed: The loss is infinite at epoch 1.", cell.Failure?.Reason));
        Assert.All(results.Cells.Where(cell => cell.Strategy != "cvae-n"), cell => Assert.Null(cell.Failure));
        Assert.Contains("Blocked because folds/0/cvae failed", SweepFixture.Csv(store));
        Assert.All(results.SyntheticSets.Where(set => set.Strategy == "cvae-n"), set => Assert.Contains("Blocked", set.Failure!.Reason));
    }

    [Fact]
    public async Task A_generator_that_cannot_fill_its_quota_says_its_acceptance_and_which_ion_rejects()
    {
        WatchedStore store = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, threads: 1,
            trainer: new WatchedTrainer { AfterMlp = Far },
            spec: SweepFixture.Spec with
            {
                Folds = 1,
                Strategies = ["vae-n"],
                Generator = SweepFixture.Spec.Generator with { DrawsPerPattern = 20 }
            });
        Assert.Equal(SweepStatus.CompletedWithFailures, summary.Status);
        SyntheticSetResult set = Assert.Single((await new StoredSweeps(store).ResultsAsync(SweepFixture.Id)).SyntheticSets);
        Assert.Equal((0, 42 * 20), (set.Kept, set.Drawn));
        Assert.Contains("0 of 42 generated spectra in 840 draws (acceptance 0.00%)", set.Failure!.Reason);
        Assert.Contains("'Zn2+' rejects most, 100.0% of the draws", set.Failure!.Reason);
        Assert.Equal(840, set.RejectedBy["zn2"]);
    }

    [Fact]
    public async Task An_unexpected_error_fails_its_cell_and_is_tried_again_by_the_next_run()
    {
        WatchedStore store = new();
        int trainings = 0;
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ =>
            {
                if (Interlocked.Increment(ref trainings) == 2) throw new InvalidOperationException("a defect");
            },
        };
        SweepSummary first = await SweepFixture.RunAsync(store, threads: 1, trainer);
        Assert.Equal(SweepStatus.CompletedWithFailures, first.Status);
        Assert.Contains("InvalidOperationException: a defect", SweepFixture.Csv(store));
        SweepReport report = await new StoredSweeps(store).ReportAsync(SweepFixture.Id);
        Assert.Equal("InvalidOperationException: a defect",
            Assert.Single(report.Results.Cells, cell => cell.Failure?.Reason.StartsWith("Blocked") == false).Failure!.Reason);
        Assert.Equal(first.Failed, (await new StoredSweeps(store).GetAsync(SweepFixture.Id))!.Items.Count(
            item => item.Status is WorkStatus.Failed or WorkStatus.Blocked));
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store, threads: 1, trainer)).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task The_stored_network_predicts_what_it_is_said_to_predict()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        SafetensorsFile model = Read(store, "cells/1/cu2/vae-u");
        float[] minimum = model.Float32("channel_minimum"), maximum = model.Float32("channel_maximum"),
            predicted = model.Float32("predicted");
        int[] rows = model.Int32("test_rows");
        for (int i = 0; i < rows.Length; i++)
        {
            double[] x = [
                .. SweepFixture.Dataset.Spectrum(rows[i]).ToArray().Select((v, c) => (double)(v - minimum[c]) / (maximum[c] - minimum[c]))];
            for (int layer = 0; layer < 3; layer++)
            {
                float[] weight = model.Float32($"layers.{layer}.weight"), bias = model.Float32($"layers.{layer}.bias");
                double[] input = x;
                x = [.. bias.Select((b, o) => b + input.Select((v, k) => v * weight[o * input.Length + k]).Sum())
                    .Select(z => layer == 2 ? z : 1 / (1 + Math.Exp(-z)))];
            }
            Assert.Equal(x[0] * model.Float64("target_sd")[0] + model.Float64("target_mean")[0], predicted[i], 4);
        }
    }

    /// <summary>Predicts 100 units too little.</summary>
    private static MlpWeights Far(MlpWeights network)
    {
        DenseWeights last = network.Layers[^1];
        return network with { Layers = [.. network.Layers.SkipLast(1), last with { Bias = [.. last.Bias.Select(bias => bias - 100)] }] };
    }

    private static SafetensorsFile Read(WatchedStore store, string item) =>
        SafetensorsFile.Read(store.Artifacts[SweepPaths.Model(SweepFixture.Id, item)]);
}
