namespace IonSweep.Client.Tests;

/// <summary>A sweep's results are the same bytes however often, when and how it was stopped, and on how many threads it ran.</summary>
public sealed class ResumeTests(ResumeTests.Undisturbed undisturbed) : IClassFixture<ResumeTests.Undisturbed>
{
    /// <summary>The same sweeps without any disturbance, on one thread.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        public string Short { get; private set; } = "";

        public string Long { get; private set; } = "";

        public int Artifacts { get; private set; }

        public async Task InitializeAsync()
        {
            using SmallSweep sweep = new();
            (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--out", "short", "--threads", "1")).Expect(0);
            (await IonSweepProcess.RunAsync(sweep.Folder, "run", "long.yaml", "--out", "long", "--threads", "1")).Expect(0);
            (Short, Long, Artifacts) = (sweep.Results("short"), sweep.Results("long"), Count(sweep, "short"));
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }

    [Fact]
    public async Task Killed_at_random_moments_and_resumed_gives_the_same_results()
    {
        using SmallSweep sweep = new();
        // Moments are counted in artifacts written, so that they fall into the run on any machine.
        Random random = new(3);
        foreach (int moment in Enumerable.Range(0, 3).Select(_ => random.Next(1, undisturbed.Artifacts)).Order())
        {
            using IonSweepProcess run = IonSweepProcess.Start(sweep.Folder, "run", "short.yaml", "--out", "killed", "--threads", "2");
            while (!run.HasExited && Count(sweep, "killed") < moment) await Task.Delay(TimeSpan.FromMilliseconds(2));
            run.Signal(IonSweepProcess.Sigkill);
            await run.EndAsync();
        }
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--out", "killed")).Expect(0);
        Assert.Equal(undisturbed.Short, sweep.Results("killed"));
    }

    [Fact]
    public async Task Three_threads_give_the_same_results_as_one()
    {
        using SmallSweep sweep = new();
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--out", "three", "--threads", "3")).Expect(0);
        Assert.Equal(undisturbed.Short, sweep.Results("three"));
    }

    [Theory]
    [InlineData(IonSweepProcess.Sigint)]
    [InlineData(IonSweepProcess.Sigterm)]
    public async Task Stopped_by_a_signal_in_mid_training_it_says_how_to_go_on_and_does(int signal)
    {
        using SmallSweep sweep = new();
        using (IonSweepProcess run = IonSweepProcess.Start(sweep.Folder, "run", "long.yaml", "--out", "stopped", "--threads", "2"))
        {
            await run.LineAsync(line => line.Contains("epoch"));
            run.Signal(signal);
            IonSweepProcess.Ended ended = (await run.EndAsync()).Expect(130);
            Assert.Contains("checkpoints are saved", ended.Output);
            Assert.Contains("ionsweep run --out stopped", ended.Output);
        }
        Assert.False(File.Exists(Path.Combine(sweep.Folder, "stopped", "results.csv")));
        IonSweepProcess.Ended status = (await IonSweepProcess.RunAsync(sweep.Folder, "status", "stopped")).Expect(0);
        Assert.Contains("ionsweep run --out stopped", status.Output);
        Assert.Matches(@"What happened[\s\S]*submitted[\s\S]*started[\s\S]*ended: (Cancelled|Interrupted)", status.Output);

        // One of a training that was at work; between two trainings there may be none.
        bool checkpoint = Directory.EnumerateFiles(Path.Combine(sweep.Folder, "stopped"), "checkpoint*", SearchOption.AllDirectories).Any();
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "--out", "stopped")).Expect(0);
        Assert.Equal(undisturbed.Long, sweep.Results("stopped"));
        string timings = File.ReadAllText(Path.Combine(sweep.Folder, "stopped", "timings.csv"));
        Assert.True(checkpoint == timings.Contains(",true,", StringComparison.Ordinal), timings);
    }

    [Fact]
    public async Task A_second_run_on_the_same_folder_is_refused_while_the_first_goes_on()
    {
        using SmallSweep sweep = new();
        using IonSweepProcess first = IonSweepProcess.Start(sweep.Folder, "run", "endless.yaml", "--out", "shared");
        await first.LineAsync(line => line.Contains("of 12 cells"));
        IonSweepProcess.Ended second = (await IonSweepProcess.RunAsync(sweep.Folder, "run", "endless.yaml", "--out", "shared")).Expect(2);
        Assert.Contains("shared", second.Error);
        Assert.DoesNotContain("   at ", second.Error);
        // Looking on is allowed.
        Assert.Contains("of 20 work items", (await IonSweepProcess.RunAsync(sweep.Folder, "status", "shared")).Expect(0).Output);
        first.Signal(IonSweepProcess.Sigint);
        (await first.EndAsync()).Expect(130);
    }

    [Fact]
    public async Task Another_spec_or_other_data_on_the_same_folder_is_refused_naming_the_difference()
    {
        using SmallSweep sweep = new();
        (await IonSweepProcess.RunAsync(sweep.Folder, "run", "short.yaml", "--out", "mine", "--folds", "1")).Expect(0);
        string before = sweep.Results("mine");

        IonSweepProcess.Ended otherFolds = (await IonSweepProcess.RunAsync(
            sweep.Folder, "run", "short.yaml", "--out", "mine", "--folds", "2")).Expect(2);
        Assert.Contains("folds", otherFolds.Error);
        sweep.Write("small.csv", SmallSweep.Csv().Replace("0.0", "0.1", StringComparison.Ordinal));
        IonSweepProcess.Ended otherData = (await IonSweepProcess.RunAsync(
            sweep.Folder, "run", "short.yaml", "--out", "mine", "--folds", "1")).Expect(2);
        Assert.Contains("data", otherData.Error);
        Assert.Equal(before, sweep.Results("mine"));
    }

    private static int Count(SmallSweep sweep, string name)
    {
        string folder = Path.Combine(sweep.Folder, name);
        try
        {
            return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() : 0;
        }
        catch (DirectoryNotFoundException)
        {
            return 0; // a folder that went away between listing and entering
        }
    }
}
