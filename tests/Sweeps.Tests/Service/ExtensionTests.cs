using IonSweep.Learning.Tasks;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>What a sweep has done is not done again: not when it is extended, and not by other sweeps of the store.</summary>
public sealed class ExtensionTests
{
    private static readonly SweepSpec Less = SweepFixture.Spec with { Folds = 1, Strategies = ["e", "vae-n"], Models = ["mlp", "pls"] };

    private static readonly SweepExtension Extension = new() { Folds = 2, Strategies = ["cvae-n", "e"], Models = ["univariate"] };

    private static readonly SweepSpec More = Less with
    {
        Folds = 2,
        Strategies = ["e", "vae-n", "cvae-n"],
        Models = ["mlp", "pls", "univariate"],
    };

    [Fact]
    public async Task An_extended_sweep_trains_what_is_new_and_has_the_bytes_of_the_whole_run_afresh()
    {
        WatchedStore store = new(), afresh = new();
        SweepSummary first = await SweepFixture.RunAsync(store, spec: Less);
        Counter counter = new();
        await using (InProcessSweepService service = new(store, SweepFixture.Options(trainer: counter.Trainer)))
        {
            await service.ExtendAsync(SweepFixture.Id, Extension);
            SweepSummary ended = await SweepFixture.EndAsync(service);
            Assert.Equal((SweepStatus.Completed, first.WorkItems), (ended.Status, ended.Reused));
            Assert.Equal(ended, await service.ExtendAsync(SweepFixture.Id, new SweepExtension { Folds = 2 })); // nothing is new
        }
        Counter all = new();
        await SweepFixture.RunAsync(afresh, spec: More, trainer: all.Trainer);
        Assert.Equal(SweepFixture.Csv(afresh), SweepFixture.Csv(store));
        // Fold 0 had its three references, one VAE and two augmented networks.
        Assert.Equal((all.Networks - 5, all.Vaes - 1), (counter.Networks, counter.Vaes));
    }

    [Fact]
    public async Task A_running_sweep_can_be_extended_and_one_that_was_killed_goes_on_extended()
    {
        WatchedStore store = new(), afresh = new();
        TaskCompletionSource begun = new();
        WatchedTrainer slow = new() { Epoch = _ => begun.TrySetResult() };
        await using (InProcessSweepService service = new(store, SweepFixture.Options(1, slow)))
        {
            await SweepFixture.SubmitAsync(service, Less);
            await begun.Task;
            await service.ExtendAsync(SweepFixture.Id, Extension);
        } // stopped at once
        await using (InProcessSweepService service = new(store, SweepFixture.Options()))
        {
            Assert.Equal(SweepFixture.Id, Assert.Single(await service.ResumeInterruptedAsync()).Id);
            Assert.Equal(SweepStatus.Completed, (await SweepFixture.EndAsync(service)).Status);
        }
        await SweepFixture.RunAsync(afresh, spec: More);
        Assert.Equal(SweepFixture.Csv(afresh), SweepFixture.Csv(store));
    }

    [Fact]
    public async Task Another_sweep_takes_what_is_the_same_and_trains_anew_what_is_damaged_there()
    {
        WatchedStore store = new(), afresh = new();
        await SweepFixture.RunAsync(store, spec: Less);
        string damaged = SweepPaths.Model(SweepFixture.Id, "cells/0/zn2/e");
        byte[] bytes = [.. store.Artifacts[damaged]];
        bytes[^1] ^= 1;
        store.Artifacts[damaged] = bytes;

        Counter counter = new();
        await using InProcessSweepService service = new(store, SweepFixture.Options(trainer: counter.Trainer));
        await SweepFixture.SubmitAsync(service, More with { Folds = 1, Statistics = new StatisticsSpec { Alpha = 0.1 } }, id: "other");
        SweepSummary ended = await SweepFixture.EndAsync(service, "other");
        Assert.Equal(SweepStatus.Completed, ended.Status);
        Assert.Equal(1 + 2, counter.Networks); // the damaged one, and those of cvae-n
        Assert.Equal(1, counter.Vaes);
        await SweepFixture.RunAsync(afresh, spec: More with { Folds = 1 });
        Assert.Equal(SweepFixture.Csv(afresh), SweepFixture.Csv(store, "other"));
        Assert.Contains(",small\n", System.Text.Encoding.UTF8.GetString(store.Artifacts[SweepPaths.TimingsCsv("other")]));

        await service.DeleteAsync(SweepFixture.Id); // what was taken is the other's own
        await service.ReportAsync("other");
        Assert.Equal(["other"], store.Artifacts.Keys.Where(path => path.StartsWith(SweepPaths.AllUses, StringComparison.Ordinal))
            .Select(path => path.Split('/')[^1]));
    }

    [Fact]
    public async Task Only_what_an_option_touches_is_done_again()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Less);
        Assert.Equal((0, 0), await TrainedAsync(Less with { Pls = new PlsSpec { MaximumComponents = 3 } }, "pls"));
        Assert.Equal((2, 1), await TrainedAsync(
            Less with { Generator = Less.Generator with { LearningRate = 0.02 } }, "generator")); // not the references
        Assert.Equal((5, 1), await TrainedAsync(Less with { Seed = 2 }, "seed"));
        Assert.Equal((5, 1), await TrainedAsync(Less with { Scaling = ChannelScalingRows.Dataset }, "scaling"));

        async Task<(int, int)> TrainedAsync(SweepSpec spec, string id)
        {
            Counter counter = new();
            await using InProcessSweepService service = new(store, SweepFixture.Options(trainer: counter.Trainer));
            await SweepFixture.SubmitAsync(service, spec, id: id);
            Assert.Equal(SweepStatus.Completed, (await SweepFixture.EndAsync(service, id)).Status);
            return (counter.Networks, counter.Vaes);
        }
    }

    [Fact]
    public async Task What_cannot_be_added_is_refused_with_what_was_expected()
    {
        WatchedStore store = await SweepFixture.CompletedAsync();
        await using InProcessSweepService service = new(store, SweepFixture.Options());
        Assert.Contains("has 2; expected as many or more, found 1", (await Assert.ThrowsAsync<InvalidSpecException>(
            () => service.ExtendAsync(SweepFixture.Id, new SweepExtension { Folds = 1 }))).Message);
        Assert.Contains("there is no strategy", (await Assert.ThrowsAsync<InvalidSpecException>(
            () => service.ExtendAsync(SweepFixture.Id, new SweepExtension { Strategies = ["vae-x"] }))).Message);
        await Assert.ThrowsAsync<SweepNotFoundException>(() => service.ExtendAsync("nobody", new SweepExtension { Folds = 3 }));
        SweepDefinition stored = SealedJson.Open<SweepDefinition>(store.Artifacts[SweepPaths.Definition(SweepFixture.Id)])!;
        Assert.Null(stored.ExtendedUtc);
    }

    /// <summary>Counts trainings, not work items.</summary>
    private sealed class Counter
    {
        private int _networks, _vaes;

        public Counter() => Trainer = new WatchedTrainer
        {
            BeforeMlp = (MlpTask _) => Interlocked.Increment(ref _networks),
            BeforeVae = (VaeTask _) => Interlocked.Increment(ref _vaes),
        };

        public WatchedTrainer Trainer { get; }

        public int Networks => _networks;

        public int Vaes => _vaes;
    }
}
