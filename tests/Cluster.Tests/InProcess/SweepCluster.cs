using IonSweep.Grains;
using IonSweep.Grains.Coordination;
using IonSweep.Grains.Training;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace IonSweep.Cluster.Tests.InProcess;

/// <summary>Silos in this process over one store.</summary>
internal sealed class SweepCluster : IAsyncDisposable
{
    private SweepCluster(InProcessTestCluster cluster, IArtifactStore store) =>
        (Cluster, Service) = (cluster, new ClusterSweepService(cluster.Client, store, TimeProvider.System));

    public InProcessTestCluster Cluster { get; }

    public ISweepService Service { get; }

    public static async Task<SweepCluster> StartAsync(
        IArtifactStore store, ITrainer? trainer = null, short silos = 2, int slots = 1, CoordinationOptions? coordination = null,
        IWorkExecutor? executor = null)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton(store);
            silo.Services.AddSingleton(new WorkRunnerOptions { Host = options.SiloName, CheckpointInterval = TimeSpan.Zero });
            if (executor is not null) silo.Services.AddSingleton(executor);
            silo.UseInMemoryReminderService();
#pragma warning disable ORLEANSEXP003
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddSweeps(
                new TrainingQueueOptions { Slots = slots },
                coordination ?? new CoordinationOptions
                {
                    Tick = TimeSpan.FromMilliseconds(100),
                    Reminder = TimeSpan.FromMinutes(1),
                    TroublePause = TimeSpan.FromMilliseconds(50)
                },
                [trainer ?? new WatchedTrainer()]);
        });
        builder.ConfigureClient(client => client.AddSweeps());
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new SweepCluster(cluster, store);
    }

    /// <summary>Stores the data and submits the small sweep, or another one.</summary>
    public async Task<SweepSummary> SubmitAsync(SweepSpec? spec = null, SpectralDataset? dataset = null, string id = SweepFixture.Id)
    {
        string sha256 = await Service.StoreDatasetAsync(dataset ?? SweepFixture.Dataset);
        return await Service.SubmitAsync((spec ?? SweepFixture.Spec) with { Data = new DataSpec { Source = "stored", Sha256 = sha256 } },
            id);
    }

    /// <summary>Watches until the sweep ends.</summary>
    public async Task<SweepSummary> EndAsync(string id = SweepFixture.Id)
    {
        SweepSummary? last = null;
        await foreach (SweepUpdate update in Service.WatchAsync(id)) last = update.Summary;
        return last!;
    }

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}
