using System.Net;
using IonSweep.Grains;
using IonSweep.Grains.Coordination;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Training;
using IonSweep.Learning.Cpu;
using IonSweep.Storage.Azure;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

namespace IonSweep.Cluster.Bench;

/// <summary>A silo whose work items end at once, so that only coordination is left to measure.</summary>
internal static class NoOpNode
{
    public static Task RunAsync(string redis, string blobs, int siloPort, int gatewayPort)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IArtifactStore>(new BlobArtifactStore(new BlobStoreOptions { ConnectionString = blobs }));
        builder.Services.AddSingleton(new WorkRunnerOptions());
        builder.Services.AddSingleton<IWorkExecutor, NoOpExecutor>();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("ionsweep", "ionsweep"));
            silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            silo.UseRedisReminderService(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromSeconds(10));
#pragma warning disable ORLEANSEXP003 // as the product does
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddSweeps(new TrainingQueueOptions { Slots = 1 }, new CoordinationOptions(), [new CpuTrainer()]);
        });
        return builder.Build().RunAsync();
    }

    private sealed class NoOpExecutor : IWorkExecutor
    {
        public Task<WorkResult?> FindAsync(WorkOrder order) => Task.FromResult<WorkResult?>(null);

        public Task<WorkEnd> ExecuteAsync(QueuedWork work)
        {
            WorkItem item = work.Order.Item;
            CellResult result = new()
            {
                Fold = item.Fold,
                Target = item.Target,
                Strategy = item.Strategy,
                Mae = 0.125,
                Rmse = 0.25,
                R2 = 0.5,
                Bias = 0,
                Trainer = "cpu"
            };
            return Task.FromResult(WorkEnd.Of(item.Id, new WorkOutcome(
                new WorkResult.Cell(result), new WorkTiming(item.Id, DateTime.UtcNow, 0.0001, 1, "no-op", false), [])));
        }
    }
}
