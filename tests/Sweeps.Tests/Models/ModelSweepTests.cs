using System.Text;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

public class ModelSweepTests
{
    [Fact]
    public async Task Every_family_gives_a_result_for_each_fold_target_and_strategy()
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        SweepReport report = await new StoredSweeps(store).ReportAsync(SweepFixture.Id);
        SweepResults results = report.Results;

        Assert.Equal(SweepStatus.Completed, results.Summary.Status);
        // 2 folds × 11 families × (3 targets measured + 2 augmented)
        Assert.Equal(120, results.Cells.Count);
        Assert.Equal(120, results.Cells.Select(cell => (cell.Fold, cell.Target, cell.Model, cell.Strategy)).Distinct().Count());
        Assert.All(results.Cells, cell => Assert.True(cell is { Failure: null } && double.IsFinite(cell.Mae), cell.ToString()));
        Assert.All(results.Cells, cell => Assert.Equal(cell.Strategy == "sim" ? cell.TrainingRows : 0, cell.SyntheticRows));
        Assert.All(results.Cells, cell => Assert.Equal(
            cell.Model is "pls" or "pls2" or "univariate" or "selected" or "ensemble", cell.Epochs == 0));
        Assert.All(results.Cells, cell => Assert.Equal(cell.Model is "pls" or "pls2", cell.Components > 0));
        // The sample depends linearly on its targets: PLS gets it nearly exactly, one channel does not.
        Assert.True(results.Cells.Where(cell => cell.Model is "pls" or "pls2").Max(cell => cell.Mae) < 0.02);
        Assert.Equal(120, report.Cells.Count);
        foreach (CellDetail detail in report.Cells)
        {
            CellResult cell = results.Cells.Single(
                one => (one.Fold, one.Target, one.Model, one.Strategy) == (detail.Fold, detail.Target, detail.Model, detail.Strategy));
            Assert.Equal(cell.Mae, detail.True.Zip(detail.Predicted, (truth, predicted) => Math.Abs((double)predicted - truth)).Average(),
                6);
        }
        Assert.Equal(["Univariate", "Univariate+SIM", "PLS", "PLS+SIM", "PLS2", "PLS2+SIM", "MLP", "MLP+SIM", "MLP group",
            "MLP group+SIM", "CNN multitask", "CNN multitask+SIM", "Selected", "Selected+SIM", "Ensemble", "Ensemble+SIM",
            "MLP raced", "MLP raced+SIM", "MLP×5", "MLP×5+SIM", "MLP averaged", "MLP averaged+SIM", "MLP falling", "MLP falling+SIM"],
            results.Aggregates.Where(aggregate => aggregate.Target == "zn2").Select(aggregate => aggregate.Label));
        // 3 targets × 11 other families
        Assert.Equal(33, results.ModelComparisons.Count);
        Assert.DoesNotContain(results.ModelComparisons, comparison => comparison.Model == "pls");
        Assert.Contains("| CNN multitask+SIM |", MarkdownReport.Write(report));
    }

    [Fact]
    public async Task A_comparison_with_pls_is_the_difference_of_the_mean_errors()
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        foreach (ModelComparison comparison in results.ModelComparisons)
        {
            double Mean(string model) =>
                results.Aggregates.Single(a => (a.Target, a.Model, a.Strategy) == (comparison.Target, model, "e")).MeanMae;
            Assert.Equal(Mean(comparison.Model) - Mean("pls"), comparison.Comparison.MeanDifference, 12);
        }
        foreach (StrategyAggregate sim in results.Aggregates.Where(a => a.Strategy == "sim"))
        {
            StrategyAggregate reference = results.Aggregates.Single(a => (a.Target, a.Model, a.Strategy) == (sim.Target, sim.Model, "e"));
            Assert.Equal(sim.MeanMae - reference.MeanMae, sim.Comparison!.MeanDifference, 12);
        }
    }

    [Fact]
    public async Task Each_family_has_a_holm_correction_of_its_own()
    {
        SweepSpec both = SweepFixture.Spec with
        {
            Folds = 5,
            Targets = ["zn2"],
            AugmentedTargets = ["zn2"],
            Models = ["univariate", "pls"],
            Strategies = ["e", "sim"]
        };
        WatchedStore together = new(), alone = new();
        await SweepFixture.RunAsync(together, spec: both);
        await SweepFixture.RunAsync(alone, spec: both with { Models = ["univariate"] });
        Comparison Of(SweepResults results) => results.Aggregates.Single(a => a is { Model: "univariate", Strategy: "sim" }).Comparison!;
        Comparison one = Of(await new StoredSweeps(alone).ResultsAsync(SweepFixture.Id)),
            other = Of(await new StoredSweeps(together).ResultsAsync(SweepFixture.Id));
        Assert.Equal(one, other);
        Assert.Equal(one.P, one.HolmP); // one comparison: nothing to correct
    }

    [Fact]
    public async Task Results_do_not_depend_on_the_number_of_threads()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, threads: 4, spec: ModelSweepFixture.Spec);
        Assert.Equal(SweepFixture.Fixed(await ModelSweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_group_that_was_stopped_goes_on_from_its_checkpoint_to_the_same_results()
    {
        WatchedStore store = new();
        using ManualResetEventSlim stopping = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int epochs = 3;
        bool multitask = false;
        WatchedTrainer trainer = new()
        {
            BeforeCnn = _ => multitask = true,
            Epoch = _ =>
            {
                if (!multitask || --epochs > 0) return;
                reached.TrySetResult();
                stopping.Wait();
            },
        };
        await using (InProcessSweepService service = new(store, SweepFixture.Options(threads: 1, trainer)))
        {
            await SweepFixture.SubmitAsync(service, ModelSweepFixture.Spec);
            await reached.Task;
            Task cancelling = service.CancelAsync(SweepFixture.Id); // signals before it waits
            stopping.Set();
            await cancelling;
        }
        Assert.Contains(SweepPaths.Checkpoint(SweepFixture.Id, "groups/0/e/cnn-multitask"), store.Artifacts.Keys);
        await SweepFixture.RunAsync(store, spec: ModelSweepFixture.Spec);
        Assert.Equal(SweepFixture.Fixed(await ModelSweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task Simulated_spectra_know_nothing_of_validation_and_test_rows()
    {
        SweepSpec spec = SweepFixture.Spec with { Folds = 1, Models = ["pls"], Strategies = ["e", "sim"], AugmentedTargets = [] };
        SpectralDataset data = SweepFixture.Dataset;
        int[] training = IonSweep.Spectra.Splitting.MonteCarloSplitter.Split(data, spec.Seed, 0).Training;
        float[] spectra = data.Spectra.ToArray(), targets = data.TargetValues.ToArray();
        for (int row = 0; row < data.RowCount; row++)
        {
            if (training.Contains(row)) continue;
            for (int c = 0; c < data.ChannelCount; c++) spectra[row * data.ChannelCount + c] = 7 + c;
            for (int t = 0; t < data.Targets.Count; t++) targets[row * data.Targets.Count + t] = 50 + t;
        }
        SpectralDataset other = new(data.Name, data.Origin, data.Wavelengths, data.Targets, spectra, targets);

        WatchedStore one = new(), two = new();
        await SweepFixture.RunAsync(one, spec: spec);
        await SweepFixture.RunAsync(two, spec: spec, dataset: other);
        string path = SweepPaths.Model(SweepFixture.Id, "folds/0/forward/sim");
        Assert.Equal(one.Artifacts[path], two.Artifacts[path]);

        SpectralDataset drawn = await new StoredSpectra(one).GeneratedAsync(SweepFixture.Id, 0, "sim");
        Assert.Equal(training.Length, drawn.RowCount);
        for (int t = 0; t < data.Targets.Count; t++)
        {
            float[] measured = [.. training.Select(row => data.TargetRow(row)[t])];
            Assert.All(drawn.TargetColumn(t), value => Assert.InRange(value, measured.Min(), measured.Max()));
            Assert.True(drawn.TargetColumn(t).Except(measured).Count() > training.Length / 2, "most combinations are new");
        }
    }

    [Fact]
    public async Task Preprocessing_in_the_spec_does_what_preprocessing_beforehand_does()
    {
        IReadOnlyList<PreprocessingStep> steps = [new StandardNormalVariate(),
            new SavitzkyGolay { Window = 5, Polynomial = 2, Derivative = 1 }];
        SweepSpec spec = SweepFixture.Spec with { Models = ["pls", "mlp"], Strategies = ["e", "vae-n"] };
        SpectralDataset before = new PreprocessingPipeline(steps, SweepFixture.Dataset.ChannelCount).Apply(SweepFixture.Dataset);
        WatchedStore inside = new(), outside = new();
        await SweepFixture.RunAsync(inside, spec: spec with { Preprocessing = steps });
        await SweepFixture.RunAsync(outside, spec: spec, dataset: before);
        Assert.Equal(SweepFixture.Csv(outside), SweepFixture.Csv(inside));
        WatchedStore without = new();
        await SweepFixture.RunAsync(without, spec: spec);
        Assert.NotEqual(SweepFixture.Csv(without), SweepFixture.Csv(inside));
    }

    [Fact]
    public async Task A_sweep_from_before_there_were_families_goes_on_as_it_is()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string path = SweepPaths.Definition(SweepFixture.Id);
        System.Text.Json.Nodes.JsonObject old = SealedJson.Open<System.Text.Json.Nodes.JsonObject>(store.Artifacts[path])!;
        foreach (string key in (string[])["models", "preprocessing", "multitask", "pls", "simulation", "trust"])
            Assert.True(old["spec"]!.AsObject().Remove(key));
        foreach (string key in (string[])["samples", "shotsPerSample", "channelStep"])
            Assert.True(old["spec"]!["data"]!.AsObject().Remove(key));
        store.Artifacts[path] = SealedJson.Seal(old);
        string csv = SweepFixture.Csv(store);
        WatchedTrainer trainer = new();
        SweepSummary summary = await SweepFixture.RunAsync(store, trainer: trainer);
        Assert.Equal(SweepStatus.Completed, summary.Status);
        Assert.Equal(csv, SweepFixture.Csv(store));
        Assert.StartsWith(
            "fold,target,target_name,unit,strategy,strategy_name,mae,rmse,r2,bias,training_rows,synthetic_rows,epochs,best_epoch,"
            + "best_validation_loss,", csv);
        Assert.DoesNotContain("\"model\"", Encoding.UTF8.GetString(store.Artifacts[SweepPaths.Result(SweepFixture.Id, "cells/0/zn2/e")]));
        await Assert.ThrowsAsync<SweepMismatchException>(
            () => SweepFixture.RunAsync(store, spec: SweepFixture.Spec with { Models = ["mlp", "pls"] }));
    }

    [Fact]
    public async Task Results_name_family_and_components_where_there_are_other_families()
    {
        string csv = SweepFixture.Csv(await ModelSweepFixture.CompletedAsync());
        string[] header = csv.Split('\n')[0].Split(',');
        Assert.Equal(["strategy_name", "model", "model_name", "mae"], header[5..9]);
        Assert.Contains("components", header);
        Assert.Contains(csv.Split('\n'), line => line.StartsWith("0,zn2,Zn2+,M,sim,E+SIM,cnn-multitask,CNN multitask,"));
    }

    [Fact]
    public async Task Trust_is_measured_on_test_rows_for_every_family()
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Equal(2 * 12 * 2, results.Trust.Count);
        foreach (TrustResult trust in results.Trust)
        {
            Assert.Null(trust.Failure);
            Assert.Equal(trust.Strategy == "e" ? 3 : 2, trust.Intervals.Count);
            Assert.All(trust.Intervals, interval => Assert.True(interval.HalfWidth > 0 && interval.Coverage is >= 0 and <= 1));
            Assert.Equal(trust.Model == "cnn-multitask" ? ["distance", "auxiliary", "either"] : ["distance"],
                trust.Warnings.Select(warning => warning.Score));
            Assert.All(
                trust.Warnings, warning => Assert.Equal(Enum.GetValues<DisturbanceKind>(), warning.Disturbances.Select(d => d.Kind)));
            Assert.All(trust.Warnings.SelectMany(warning => warning.Disturbances), d => Assert.InRange(d.Auc, 0, 1));
        }
        // A drifted baseline leaves the space of the few training spectra: the distance must see it.
        Assert.True(
            results.Trust.Average(trust => trust.Warnings[0].Disturbances.Single(d => d.Kind == DisturbanceKind.ShiftedAxis).Auc) > 0.8);
    }

    [Fact]
    public async Task A_damaged_model_of_a_group_is_made_again_for_its_trust()
    {
        WatchedStore store = await ModelSweepFixture.CompletedAsync();
        Dictionary<string, string> expected = SweepFixture.Fixed(store);
        store.Artifacts[SweepPaths.Model(SweepFixture.Id, "groups/1/sim/mlp-group")] = [1, 2, 3];
        store.Artifacts.Remove(SweepPaths.Result(SweepFixture.Id, "trust/1/sim/mlp-group"), out _);
        store.Artifacts.Remove(SweepPaths.Ending(SweepFixture.Id), out _);
        await SweepFixture.RunAsync(store, spec: ModelSweepFixture.Spec);
        Assert.Equal(expected, SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task Too_few_samples_for_a_forward_model_block_what_needs_it_and_say_why()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, dataset: SampleDatasets.Linear(rows: 10),
            spec: SweepFixture.Spec with { Folds = 1, Models = ["pls"], Strategies = ["e", "sim"], AugmentedTargets = [] });
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Equal(SweepStatus.CompletedWithFailures, results.Summary.Status);
        Assert.Contains("at least 8 training samples", Assert.Single(results.SyntheticSets).Failure!.Reason);
        Assert.All(results.Cells.Where(cell => cell.Strategy == "sim"),
            cell => Assert.Contains("at least 8 training samples", cell.Failure!.Reason));
        Assert.All(results.Cells.Where(cell => cell.Strategy == "e"), cell => Assert.Null(cell.Failure));
    }
}
