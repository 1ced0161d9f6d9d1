using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Placement;
using IonSweep.Sweeps.Results;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace IonSweep.Grains.Training;

/// <summary>Asks each silo what it does. One that does not answer is listed as silent.</summary>
[StatelessWorker, Reentrant]
public sealed class MachinesGrain(TrainingSilos silos, TrainingServiceClient services, ILogger<MachinesGrain> log) : Grain, IMachinesGrain
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Machine>> ListAsync() =>
        [.. (await Task.WhenAll(silos.All().Select(OfAsync))).OrderBy(machine => machine.Name, StringComparer.Ordinal)];

    private async Task<Machine> OfAsync((SiloAddress Silo, string Name, SiloOffer? Offer) silo)
    {
        Machine machine = new()
        {
            Name = silo.Name,
            Slots = silo.Offer?.Slots ?? 0,
            Trainers = [.. silo.Offer?.Offers.Select(offer => offer.Name) ?? []],
            Accelerator = silo.Offer?.Accelerator ?? "none",
        };
        try
        {
            SiloWork now = await services.Of(silo.Silo).WorkAsync();
            return machine with { Waiting = now.Load.Waiting, Stopping = now.Load.Stopping, Work = now.Work };
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Silo {Silo} did not say what it does", silo.Silo); // dead, or of a build that cannot say
            return machine with { Silent = true };
        }
    }
}
