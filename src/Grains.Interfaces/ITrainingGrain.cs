using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>
/// Does work items on a silo that can train. Its answer comes at once; the end of the work is reported to the sweep's
/// <see cref="ISweepGrain"/>. Asking again for work that is being done joins it; work whose result is stored ends at once.
/// </summary>
public interface ITrainingGrain : IGrainWithStringKey
{
    /// <summary>Queues a work item on this grain's silo.</summary>
    [Alias("Start")]
    Task<WorkAnswer> StartAsync(WorkOrder order);
}

/// <summary>
/// One cell or group, or the trust of one family and strategy. Key: the sweep and the work item's id, e.g. <c>sweep/cells/0/zn2/e</c>.
/// </summary>
[Alias("ionsweep.ICellGrain")]
public interface ICellGrain : ITrainingGrain;

/// <summary>One generator of one fold and the synthetic sets drawn from it. Key: <c>sweep/fold/generator</c>.</summary>
[Alias("ionsweep.IGeneratorGrain")]
public interface IGeneratorGrain : ITrainingGrain;
