using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Trains one fold's generator and looks at what its encoder says of the training rows.</summary>
internal sealed class GeneratorWork(SweepDefinition definition, SpectralDataset dataset, ITrainer trainer, NetworkEvaluator evaluator)
{
    public (WorkResult Result, byte[]? Artifact) Do(WorkItem item, FoldData whole, TrainingRun run)
    {
        FoldData fold = whole.WithAll();
        GeneratorTask task = new()
        {
            Spec = definition.Spec,
            Fold = item.Fold,
            Training = fold.Training,
            TrainingTargets = fold.ScaledTrainingTargets,
            Validation = fold.Validation,
            ValidationTargets = fold.ScaledValidationTargets,
            TargetCount = dataset.Targets.Count,
        };
        GeneratorResult untrained = new()
        {
            Fold = item.Fold,
            Generator = item.Generator,
            Trainer = trainer.Name,
            NumericsVersion = trainer.NumericsVersion,
        };
        TrainedGenerator trained;
        try
        {
            trained = StrategyCatalog.Generator(item.Generator).Train(task, trainer, run);
        }
        catch (Exception e) when (e is TrainingDivergedException or UnsupportedNetworkException)
        {
            return (new WorkResult.Generator(untrained with { Failure = new WorkFailure(e.Message) }), null);
        }

        PosteriorStatistics? posterior = trained.Generator.Posterior(evaluator, fold.Training);
        byte[] artifact = new GeneratorArtifact(trained.Generator, fold.Channels, trained.History).ToBytes(item.Fold, item.Generator);
        GeneratorResult result = untrained with
        {
            Epochs = trained.History.Epochs,
            BestEpoch = trained.History.BestEpoch,
            BestValidationLoss = trained.History.BestValidationLoss,
            CapHit = trained.History.CapHit,
            ActiveLatents = posterior?.ActiveLatents ?? 0,
            Posterior = posterior,
            ModelSha256 = WorkStore.HashOf(artifact),
        };
        return (new WorkResult.Generator(result), artifact);
    }
}
