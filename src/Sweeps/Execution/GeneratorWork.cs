using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Trains one fold's VAE or cVAE and looks at what its encoder says of the training rows.</summary>
internal sealed class GeneratorWork(SweepDefinition definition, SpectralDataset dataset, ITrainer trainer, NetworkEvaluator evaluator)
{
    public (WorkResult Result, byte[]? Artifact) Do(WorkItem item, FoldData fold, TrainingRun run)
    {
        SweepSpec spec = definition.Spec;
        bool conditioned = StrategyCatalog.All.OfType<ILatentStrategy>()
            .First(strategy => strategy.Generator.Slug == item.Generator).Generator.Conditioned;
        VaeArchitecture architecture = new(
            dataset.ChannelCount, spec.Generator.Hidden, spec.Generator.Latents, conditioned ? dataset.Targets.Count : 0,
            spec.Generator.DecoderInput);
        VaeTask task = new(
            architecture,
            fold.Training, conditioned ? fold.ScaledTrainingTargets : [],
            fold.Validation, conditioned ? fold.ScaledValidationTargets : [],
            StreamKeys.InitialWeights(spec.Seed, item.Fold, item.Generator, architecture.Slug),
            StreamKeys.BatchOrder(spec.Seed, item.Fold, fold.Split.Training.Length),
            StreamKeys.TrainingNoise(spec.Seed, item.Fold, item.Generator),
            StreamKeys.ValidationNoise(spec.Seed, item.Fold, item.Generator),
            new TrainingOptions
            {
                LearningRate = spec.Generator.LearningRate,
                BatchSize = spec.Generator.BatchSize,
                Patience = spec.Generator.Patience,
                EpochCap = spec.Generator.EpochCap,
            });

        GeneratorResult untrained = new()
        {
            Fold = item.Fold,
            Generator = item.Generator,
            Trainer = trainer.Name,
            NumericsVersion = trainer.NumericsVersion,
        };
        Trained<VaeWeights> trained;
        try
        {
            trained = trainer.Train(task, run);
        }
        catch (TrainingDivergedException e)
        {
            return (new WorkResult { Generator = untrained with { Failure = e.Message } }, null);
        }

        (Matrix mean, Matrix logVariance) = evaluator.Encode(trained.Weights, fold.Training);
        PosteriorStatistics posterior = PosteriorStatistics.Of(mean, logVariance);
        byte[] artifact = new GeneratorArtifact(trained.Weights, fold.Channels, trained.History).ToBytes(item.Fold, item.Generator);
        GeneratorResult result = untrained with
        {
            Epochs = trained.History.Epochs,
            BestEpoch = trained.History.BestEpoch,
            BestValidationLoss = trained.History.BestValidationLoss,
            CapHit = trained.History.CapHit,
            ActiveLatents = posterior.ActiveLatents,
            Posterior = posterior,
            ModelSha256 = WorkStore.HashOf(artifact),
        };
        return (new WorkResult { Generator = result }, artifact);
    }
}
