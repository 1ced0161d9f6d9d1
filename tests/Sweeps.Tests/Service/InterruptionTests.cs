using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

public class InterruptionTests
{
    /// <summary>After its n-th change of the store the process is gone: nothing it does afterwards leaves a trace.</summary>
    [Fact]
    public async Task A_run_killed_at_any_moment_resumes_to_the_same_results()
    {
        Dictionary<string, string> expected = SweepFixture.Fixed(await SweepFixture.CompletedAsync());
        Random random = new(20250101);
        for (int round = 0; round < 12; round++)
        {
            WatchedStore store = new();
            int kills = 0;
            for (int lives = random.Next(1, 4); lives > 0; lives--)
            {
                int writes = random.Next(1, 60);
                WatchedStore mortal = new() { Artifacts = store.Artifacts };
                TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
                mortal.BeforeWrite = _ =>
                {
                    if (Interlocked.Decrement(ref writes) >= 0) return;
                    died.TrySetResult();
                    throw new IOException("dead");
                };
                try
                {
                    await SweepFixture.RunAsync(mortal, threads: random.Next(1, 3));
                }
                catch (IOException)
                {
                }
                if (died.Task.IsCompleted) kills++;
            }
            SweepSummary summary = await SweepFixture.RunAsync(store);
            Assert.Equal(SweepStatus.Completed, summary.Status);
            Assert.Equal(expected, SweepFixture.Fixed(store));
            Assert.True(kills > 0 || round > 0);
        }
    }

    [Fact]
    public async Task A_run_stopped_at_random_epochs_resumes_from_its_checkpoints_to_the_same_results()
    {
        Dictionary<string, string> expected = SweepFixture.Fixed(await SweepFixture.CompletedAsync());
        Random random = new(7);
        for (int round = 0; round < 4; round++)
        {
            WatchedStore store = new();
            int stops = 0, resumed = 0;
            while (true)
            {
                int epochs = random.Next(20, 200);
                TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
                using ManualResetEventSlim stopping = new(); // holds the trainings, so that none ends before it is stopped
                WatchedTrainer trainer = new()
                {
                    Epoch = _ =>
                    {
                        if (Interlocked.Decrement(ref epochs) > 0) return;
                        stop.TrySetResult();
                        stopping.Wait();
                    },
                };
                await using InProcessSweepService service = new(store, SweepFixture.Options(threads: 2, trainer));
                await SweepFixture.SubmitAsync(service);
                Task<SweepSummary> end = SweepFixture.EndAsync(service);
                if (await Task.WhenAny(stop.Task, end) == end)
                {
                    Assert.Equal(SweepStatus.Completed, (await end).Status);
                    break;
                }
                stops++;
                // both signal before they wait
                Task ending = stops % 2 == 0 ? service.CancelAsync(SweepFixture.Id) : service.DisposeAsync().AsTask();
                stopping.Set();
                await ending;
                SweepSummary stopped = await end;
                if (stopped.Status == SweepStatus.Completed) break; // the last epoch ended it
                Assert.Equal(stops % 2 == 0 ? SweepStatus.Cancelled : SweepStatus.Interrupted, stopped.Status);
                Assert.Contains("Run it again to go on", stopped.Reason);
                if (store.Artifacts.Keys.Any(path => path.EndsWith("checkpoint"))) resumed++;
            }
            Assert.True(stops > 2 && resumed > 0);
            Assert.Equal(expected, SweepFixture.Fixed(store));
            Assert.DoesNotContain(store.Artifacts.Keys, path => path.EndsWith("checkpoint"));
        }
    }

    [Fact]
    public async Task A_finished_sweep_submitted_again_trains_nothing()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        WatchedTrainer trainer = new()
        {
            BeforeMlp = _ => throw new InvalidOperationException(),
            BeforeVae = _ => throw new InvalidOperationException()
        };
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store, trainer: trainer)).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Theory]
    [InlineData("cells/0/zn2/e/model.safetensors")]
    [InlineData("cells/1/cu2/vae-n/model.safetensors")]
    [InlineData("cells/1/cu2/vae-n/result.json")]
    [InlineData("folds/0/vae/model.safetensors")]
    [InlineData("folds/0/vae/result.json")]
    [InlineData("folds/1/cvae/cvae-n/model.safetensors")]
    [InlineData("folds/1/cvae/cvae-n/result.json")]
    [InlineData("cells/0/li/e/timing.json")]
    [InlineData("results.csv")]
    public async Task A_damaged_artifact_is_noticed_and_made_again(string artifact)
    {
        string path = SweepPaths.Sweep(SweepFixture.Id) + artifact;
        foreach (Func<byte[], byte[]?> damage in (Func<byte[], byte[]?>[])[Truncate, Alter, Empty, Remove])
        {
            WatchedStore store = await SweepFixture.CompletedAsync();
            if (damage(store.Artifacts[path]) is { } damaged) store.Artifacts[path] = damaged;
            else store.Artifacts.Remove(path, out _);
            Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store)).Status);
            Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
        }

        static byte[] Truncate(byte[] bytes) => bytes[..(bytes.Length / 2)];
        static byte[] Empty(byte[] bytes) => [];
        static byte[]? Remove(byte[] bytes) => null;
        static byte[] Alter(byte[] bytes)
        {
            byte[] altered = [.. bytes];
            altered[altered.Length / 2] ^= 1;
            return altered;
        }
    }

    /// <summary>The damage comes after the producer was found whole, so that only the work that needs it can notice.</summary>
    [Theory]
    [InlineData("folds/0/vae/model.safetensors")]
    [InlineData("cells/0/li/e/model.safetensors")]
    [InlineData("folds/0/vae/vae-n/model.safetensors")]
    [InlineData("folds/0/vae/vae-n/result.json")]
    public async Task An_input_damaged_in_mid_run_is_made_again_before_the_work_that_needs_it(string artifact)
    {
        string path = SweepPaths.Sweep(SweepFixture.Id) + artifact;
        WatchedStore store = await SweepFixture.CompletedAsync();
        foreach (string cell in (string[])["cells/0/zn2/vae-n", "cells/0/cu2/vae-n"])
            store.Artifacts.Remove(SweepPaths.Result(SweepFixture.Id, cell), out _);
        if (!artifact.StartsWith("folds/0/vae/vae-n"))
            store.Artifacts.Remove(SweepPaths.Result(SweepFixture.Id, "folds/0/vae/vae-n"), out _);
        int reads = 0;
        // the first read is the check at the start
        store.OnRead = (read, bytes) => read == path && Interlocked.Increment(ref reads) == 2 ? bytes[..^3] : bytes;
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store, threads: 1)).Status);
        Assert.True(reads > 2);
        store.OnRead = null;
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
    }

    [Fact]
    public async Task A_full_disk_interrupts_with_a_message_and_resumes_after_room_is_made()
    {
        foreach (int room in (int[])[0, 5, 20, 40, 60])
        {
            WatchedStore store = new();
            int left = room;
            store.BeforeWrite = path =>
            {
                if (Interlocked.Decrement(ref left) < 0) throw new StorageFullException($"No room is left to write '{path}'.");
            };
            try
            {
                SweepSummary full = await SweepFixture.RunAsync(store);
                Assert.Equal(SweepStatus.Interrupted, full.Status);
                Assert.Contains("No room is left to write", full.Reason);
            }
            catch (StorageFullException) when (room < 10)
            {
                // Not even the submission could be stored.
            }
            store.BeforeWrite = null;
            Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store)).Status);
            Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
        }
    }

    [Fact]
    public async Task Going_on_with_another_protocol_data_or_version_is_refused_by_name()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await Refused("folds is 3, was 2", spec: SweepFixture.Spec with { Folds = 3 });
        await Refused("regression.patience is 11, was 10",
            spec: SweepFixture.Spec with { Regression = SweepFixture.Spec.Regression with { Patience = 11 } });
        await Refused("seed is 2, was 1; strategies is [\"e\",\"vae-u\"], was [\"e\",\"vae-n\",\"vae-u\",\"cvae-n\"]",
            spec: SweepFixture.Spec with { Seed = 2, Strategies = ["vae-u"] });
        await Refused("the dataset is 'other' (linear sample, SHA-256 ", dataset: SampleDatasets.Linear(name: "other"));
        await Refused("the numerics version of trainer 'cpu' is 1000, was ", trainer: new WatchedTrainer { NumericsVersion = 1000 });
        await Refused("trainer is \"torch\", was \"cpu\"", spec: SweepFixture.Spec with { Trainer = "torch" },
            trainer: new WatchedTrainer { Name = "torch" });
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.RunAsync(store, threads: 5)).Status); // threads are no part of it

        async Task Refused(string difference, IonSweep.Sweeps.Specification.SweepSpec? spec = null, SpectralDataset? dataset = null,
            WatchedTrainer? trainer = null) =>
            Assert.Contains(difference, (await Assert.ThrowsAsync<SweepMismatchException>(
                () => SweepFixture.RunAsync(store, trainer: trainer, spec: spec, dataset: dataset))).Message);
    }

    [Fact]
    public async Task A_sweep_whose_spec_was_altered_is_not_gone_on_with()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        string path = SweepPaths.Definition(SweepFixture.Id);
        store.Artifacts[path] = [.. store.Artifacts[path][..^40], .. new byte[40]];
        Assert.Contains("was truncated or altered",
            (await Assert.ThrowsAsync<DamagedSweepException>(() => SweepFixture.RunAsync(store))).Message);
    }

    [Fact]
    public async Task A_sweep_resumes_from_the_store_alone()
    {
        WatchedStore store = new();
        int left = 60;
        store.BeforeWrite = _ =>
        {
            if (Interlocked.Decrement(ref left) < 0) throw new StorageFullException("full");
        };
        Assert.Equal(SweepStatus.Interrupted, (await SweepFixture.RunAsync(store)).Status);
        store.BeforeWrite = null;
        Assert.Equal(SweepStatus.Interrupted, Assert.Single(await new StoredSweeps(store).ListAsync()).Status);

        await using InProcessSweepService server = new(store, SweepFixture.Options());
        Assert.Equal([(SweepFixture.Id, "")], await server.ResumeInterruptedAsync());
        Assert.Equal(SweepStatus.Completed, (await SweepFixture.EndAsync(server)).Status);
        Assert.Equal(SweepFixture.Fixed(await SweepFixture.CompletedAsync()), SweepFixture.Fixed(store));
        Assert.Empty(await server.ResumeInterruptedAsync());
    }
}
