using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public class ServiceTests
{
    [Fact]
    public async Task A_running_sweep_can_be_cancelled_then_deleted_and_nothing_of_it_stays()
    {
        WatchedStore store = new();
        TaskCompletionSource training = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim goOn = new();
        WatchedTrainer trainer = new()
        {
            Epoch = _ =>
            {
                training.TrySetResult();
                goOn.Wait(); // the sweep cannot end before it was cancelled
            },
        };
        await using InProcessSweepService service = new(store, SweepFixture.Options(trainer: trainer));
        await SweepFixture.SubmitAsync(service);
        await training.Task;
        Assert.Contains(
            "cancel it first", (await Assert.ThrowsAsync<SweepRunningException>(() => service.DeleteAsync(SweepFixture.Id))).Message);
        Task cancelling = service.CancelAsync(SweepFixture.Id);
        goOn.Set();
        await cancelling;
        SweepSnapshot cancelled = (await service.GetAsync(SweepFixture.Id))!;
        Assert.Equal(SweepStatus.Cancelled, cancelled.Summary.Status);
        Assert.All(cancelled.Items, item => Assert.True(item.Status is WorkStatus.Done or WorkStatus.Cancelled));
        Assert.Contains(store.Artifacts.Keys, path => path.StartsWith("sweeps/"));
        await service.CancelAsync(SweepFixture.Id); // cancelling twice changes nothing
        await service.DeleteAsync(SweepFixture.Id);
        Assert.DoesNotContain(store.Artifacts.Keys, path => path.StartsWith("sweeps/"));
        Assert.Null(await service.GetAsync(SweepFixture.Id));
        await Assert.ThrowsAsync<SweepNotFoundException>(() => service.DeleteAsync(SweepFixture.Id));
        await Assert.ThrowsAsync<SweepNotFoundException>(() => service.CancelAsync(SweepFixture.Id));
        await Assert.ThrowsAsync<SweepNotFoundException>(() => service.ResultsAsync("../" + SweepFixture.Id));
    }

    [Fact]
    public async Task Several_sweeps_take_turns()
    {
        WatchedStore store = new();
        List<long> seeds = [];
        using SemaphoreSlim bothSubmitted = new(0);
        WatchedTrainer trainer = new()
        {
            BeforeMlp = task =>
            {
                bothSubmitted.Wait();
                bothSubmitted.Release();
                lock (seeds) seeds.Add(task.Options.Patience);
            },
        };
        await using InProcessSweepService service = new(store, SweepFixture.Options(threads: 1, trainer));
        foreach (int patience in (int[])[3, 4])
            await SweepFixture.SubmitAsync(service, SweepFixture.Spec with
            {
                Strategies = ["e"],
                Regression = SweepFixture.Spec.Regression with { Patience = patience, EpochCap = 5 },
            }, id: $"p{patience}");
        bothSubmitted.Release();
        await Task.WhenAll(SweepFixture.EndAsync(service, "p3"), SweepFixture.EndAsync(service, "p4"));
        Assert.Equal([3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4], seeds);
        Assert.Equal(["p4", "p3"], (await service.ListAsync()).Select(sweep => sweep.Id));
    }

    [Fact]
    public async Task Submitting_a_running_sweep_again_joins_it()
    {
        await using InProcessSweepService service = new(new WatchedStore(), SweepFixture.Options());
        await SweepFixture.SubmitAsync(service);
        Assert.Equal(SweepFixture.Id, (await SweepFixture.SubmitAsync(service)).Id);
        await SweepFixture.EndAsync(service);
        Assert.Single(await service.ListAsync());
    }

    [Fact]
    public async Task Auto_is_resolved_when_submitted_and_again_to_the_same_and_torch_says_where_it_is_offered()
    {
        WatchedStore store = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        SweepSpec auto = SweepFixture.Spec with { Trainer = TrainerChoice.Auto };
        await SweepFixture.SubmitAsync(service, auto);
        await SweepFixture.EndAsync(service);
        Assert.Equal("cpu", (await service.ReportAsync(SweepFixture.Id)).Spec.Trainer);
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.SubmitAsync(service, auto)).Status);

        InvalidSpecException torch = await Assert.ThrowsAsync<InvalidSpecException>(
            () => SweepFixture.SubmitAsync(service, auto with { Trainer = "torch" }, id: "other"));
        Assert.Equal("trainer: there is no trainer 'torch' here. Known: cpu, or auto. 'torch' is a trainer of silos; see docs/cluster.md.",
            torch.Message);
        InvalidSpecException gpu = await Assert.ThrowsAsync<InvalidSpecException>(
            () => SweepFixture.SubmitAsync(service, auto with { Trainer = "gpu" }, id: "other"));
        Assert.EndsWith("a silo with --trainer gpu does the work of 'cpu', with the same bits; see docs/gpu.md.", gpu.Message);
    }

    [Fact]
    public async Task A_second_run_on_a_folder_is_refused_and_reading_is_not()
    {
        using TemporaryFolder folder = new();
        await using (InProcessSweepService service = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options()))
        {
            Assert.Contains($"Process {Environment.ProcessId} on ",
                Assert.Throws<SweepInUseException>(() => InProcessSweepService.OpenFolder(folder.Path)).Message);
            await SweepFixture.SubmitAsync(service);
            Assert.Equal(SweepStatus.Running, Assert.Single(await StoredSweeps.InFolder(folder.Path).ListAsync()).Status);
            await SweepFixture.EndAsync(service);
        }
        Assert.Equal(SweepStatus.Completed, Assert.Single(await StoredSweeps.InFolder(folder.Path).ListAsync()).Status);
        Assert.Equal(SweepFixture.Csv(await SweepFixture.CompletedAsync()),
            File.ReadAllText(Path.Combine(folder.Path, "sweeps", SweepFixture.Id, "results.csv")));
        await using InProcessSweepService again = InProcessSweepService.OpenFolder(folder.Path, SweepFixture.Options());
    }

    [Fact]
    public async Task Own_spectra_come_from_a_file_or_the_store_and_wrong_ones_say_where()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "own.csv");
        DatasetCsvWriter.WriteFile(SampleDatasets.Linear(replicates: 3, simulated: false), file);
        SweepSpec spec = SweepFixture.Spec with { Folds = 1, Strategies = ["e"], Data = new DataSpec { Source = "file", File = file } };
        WatchedStore store = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        SweepSummary summary = await service.SubmitAsync(spec);
        Assert.Matches("^[0-9]{8}-[0-9]{6}-custom-[0-9a-f]{4}$", summary.Id);
        Assert.Equal(("own", "own.csv", false), (summary.Dataset.Name, summary.Dataset.Origin, summary.Dataset.IsSimulated));
        await SweepFixture.EndAsync(service, summary.Id);
        var cell = (await service.ResultsAsync(summary.Id)).Cells[0];
        Assert.Equal((42, 14, 6, 2), (cell.TrainingRows, cell.TrainingSamples, cell.TestRows, cell.TestSamples));
        Assert.Contains(SweepPaths.Dataset(summary.Dataset.Sha256), store.Artifacts.Keys);

        File.WriteAllText(file, "Zn2+ (M),400,401\n1,2,3\n1,2,x\n");
        InvalidSpecException wrong = await Assert.ThrowsAsync<InvalidSpecException>(() => service.SubmitAsync(spec));
        Assert.Equal("data.file", wrong.Field);
        Assert.Contains("own.csv", wrong.Message);
        Assert.Contains("'x'", wrong.Message);
        await Assert.ThrowsAsync<InvalidSpecException>(
            () => service.SubmitAsync(spec with { Data = spec.Data with { File = Path.Combine(folder.Path, "none.csv") } }));
        await Assert.ThrowsAsync<InvalidSpecException>(
            () => service.SubmitAsync(spec with { Data = new DataSpec { Source = "stored", Sha256 = new string('0', 64) } }));
        Assert.Equal(
            "trainer", (await Assert.ThrowsAsync<InvalidSpecException>(() => service.SubmitAsync(spec with { Trainer = "torch" }))).Field);
        Assert.Equal("id", (await Assert.ThrowsAsync<InvalidSpecException>(() => service.SubmitAsync(spec, "../up"))).Field);

        await using InProcessSweepService server = new(store, SweepFixture.Options() with { AllowFiles = false });
        Assert.Equal("data.source", (await Assert.ThrowsAsync<InvalidSpecException>(() => server.SubmitAsync(spec))).Field);
    }

    [Fact]
    public async Task A_channel_without_spread_is_no_obstacle()
    {
        SpectralDataset data = SampleDatasets.Linear();
        float[] spectra = data.Spectra.ToArray();
        for (int row = 0; row < data.RowCount; row++) spectra[row * data.ChannelCount + 5] = 0.5f;
        SweepSummary summary = await SweepFixture.RunAsync(
            new WatchedStore(), spec: SweepFixture.Spec with { Folds = 1, AugmentedTargets = ["zn2"] },
            dataset: new SpectralDataset("flat", data.Origin, data.Wavelengths, data.Targets, spectra, data.TargetValues.ToArray()));
        Assert.Equal(SweepStatus.Completed, summary.Status);
    }

    [Fact]
    public async Task The_quick_preset_starts_on_simulated_solutions()
    {
        WatchedStore store = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options(trainer: new WatchedTrainer()));
        SweepSummary summary = await service.SubmitAsync(SpecPresets.Get(SpecPresets.Quick), "quick");
        await service.CancelAsync("quick");
        Assert.True(summary.Dataset.IsSimulated);
        Assert.Equal(44, summary.WorkItems); // 2 folds × (2 generators + 8 references + 3 sets + 3 targets × 3 strategies)
        Assert.Equal(936, (await service.ReportAsync("quick")).Dataset.Rows);
        Assert.Equal(SweepStatus.Cancelled, (await new StoredSweeps(store).GetAsync("quick"))!.Summary.Status);
    }
}
