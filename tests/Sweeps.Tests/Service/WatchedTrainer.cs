using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>The CPU trainer with places where a test can look on or interfere.</summary>
internal sealed class WatchedTrainer : ITrainer
{
    private readonly CpuTrainer _trainer = new();

    public string Name { get; init; } = "cpu";

    public int NumericsVersion { get; init; } = new CpuTrainer().NumericsVersion;

    public IReadOnlyCollection<string> Networks => _trainer.Networks;

    public Action<MlpTask>? BeforeMlp { get; init; }

    public Action<VaeTask>? BeforeVae { get; init; }

    public Action<CnnTask>? BeforeCnn { get; init; }

    public Func<MlpWeights, MlpWeights>? AfterMlp { get; init; }

    public Action<EpochReport>? Epoch { get; init; }

    public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run)
    {
        if (task is MlpTask mlp) BeforeMlp?.Invoke(mlp);
        if (task is VaeTask vae) BeforeVae?.Invoke(vae);
        if (task is CnnTask cnn) BeforeCnn?.Invoke(cnn);
        Trained<TWeights> trained = _trainer.Train(task, Watched(run));
        return AfterMlp is not null && trained is Trained<MlpWeights> network
            ? (Trained<TWeights>)(object)(network with { Weights = AfterMlp(network.Weights) }) : trained;
    }

    private TrainingRun Watched(TrainingRun run) => Epoch is null ? run : run with
    {
        EpochCompleted = report =>
        {
            run.EpochCompleted?.Invoke(report);
            Epoch(report);
        },
    };
}
