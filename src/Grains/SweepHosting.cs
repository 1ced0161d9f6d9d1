using IonSweep.Grains.Coordination;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Grains.Training;
using IonSweep.Learning.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;

namespace IonSweep.Grains;

/// <summary>Puts sweeps on silos and clients. The host registers an artifact store, trainers and reminders.</summary>
public static class SweepHosting
{
    /// <summary>What every silo needs, whether or not it trains.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="queue">How much work it takes.</param>
    /// <param name="coordination">How its coordinators work.</param>
    /// <param name="trainers">Trainers that it offers.</param>
    /// <param name="accelerator">Kind of accelerator that it announces.</param>
    public static ISiloBuilder AddSweeps(
        this ISiloBuilder silo, TrainingQueueOptions queue, CoordinationOptions coordination, IReadOnlyList<ITrainer> trainers,
        string accelerator = "none")
    {
        silo.UseSiloMetadata(SiloOffer.Of(queue.Slots, trainers, accelerator).ToMetadata());
        silo.AddPlacementDirector<TrainingSiloPlacement, TrainingSiloDirector>();
        silo.AddGrainService<TrainingService>();
        silo.Services.AddSerializer(serializer => serializer.AddSweepRecords());
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton<SweepMetrics>();
        silo.Services.TryAddSingleton<IWorkExecutor, SweepWorkExecutor>();
        silo.Services
            .AddSingleton(queue)
            .AddSingleton(coordination)
            .AddSingleton(services => ActivatorUtilities.CreateInstance<SweepCache>(services, trainers))
            .AddSingleton<TrainingSilos>()
            .AddSingleton<TrainingServiceClient>()
            .AddSingleton(new ProcessorShare(Environment.ProcessorCount))
            .AddSingleton<SiloTrainingQueue>()
            .AddSingleton<WorkReporter>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, TrainingQueueLifetime>();
        return silo;
    }

    /// <summary>What a client needs to talk to silos.</summary>
    public static IClientBuilder AddSweeps(this IClientBuilder client)
    {
        client.Services.AddSerializer(serializer => serializer.AddSweepRecords());
        return client;
    }

    /// <summary>
    /// Finds a dead silo within about 10 s: 3 probes missed of 2 s each, with every other silo's vote counted within 2 s. A silo that
    /// was killed no longer counts as alive to a starting one after 15 s.
    /// </summary>
    public static void FastFailureDetection(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }
}
