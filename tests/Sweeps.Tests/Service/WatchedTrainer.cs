using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Sweeps.Tests.Service;

/// <summary>The CPU trainer with places where a test can look on or interfere.</summary>
internal sealed class WatchedTrainer : ITrainer
{
    private readonly CpuTrainer _trainer = new();

    public string Name { get; init; } = "cpu";

    public int NumericsVersion { get; init; } = new CpuTrainer().NumericsVersion;

    public Action<MlpTask>? BeforeMlp { get; init; }

    public Action<VaeTask>? BeforeVae { get; init; }

    public Action<CnnTask>? BeforeCnn { get; init; }

    public Action<EpochReport>? Epoch { get; init; }

    public Func<float[], float[]>? Predicted { get; init; }

    public TrainedMlp TrainMlp(MlpTask task, TrainingRun run)
    {
        BeforeMlp?.Invoke(task);
        return _trainer.TrainMlp(task, Watched(run));
    }

    public TrainedVae TrainVae(VaeTask task, TrainingRun run)
    {
        BeforeVae?.Invoke(task);
        return _trainer.TrainVae(task, Watched(run));
    }

    public TrainedCnn TrainCnn(CnnTask task, TrainingRun run)
    {
        BeforeCnn?.Invoke(task);
        return _trainer.TrainCnn(task, Watched(run));
    }

    public CnnPrediction Predict(CnnWeights network, RowSet spectra) => _trainer.Predict(network, spectra);

    public float[] Predict(MlpWeights network, RowSet spectra) =>
        Predicted is null ? _trainer.Predict(network, spectra) : Predicted(_trainer.Predict(network, spectra));

    public (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra) => _trainer.Encode(generator, spectra);

    public Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions) =>
        _trainer.Decode(generator, latents, conditions);

    private TrainingRun Watched(TrainingRun run) => Epoch is null ? run : run with
    {
        EpochCompleted = report =>
        {
            run.EpochCompleted?.Invoke(report);
            Epoch(report);
        },
    };
}
