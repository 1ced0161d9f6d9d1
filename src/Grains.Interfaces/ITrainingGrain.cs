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
/// One cell or multi-target model, or the trust of one family and strategy. Key: the sweep, the work item's id and
/// the trainer, e.g. <c>sweep/cells/0/zn2/e@cpu:2</c>.
/// </summary>
[Alias("ionsweep.ICellGrain")]
public interface ICellGrain : ITrainingGrain;

/// <summary>One generator of one fold and the synthetic sets drawn from it. Key: <c>sweep/fold/generator@trainer</c>.</summary>
[Alias("ionsweep.IGeneratorGrain")]
public interface IGeneratorGrain : ITrainingGrain;
