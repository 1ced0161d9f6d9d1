using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Metrics;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Trains one cell's network on measured and generated spectra and measures its error on the fold's test rows.</summary>
internal sealed class CellWork(SweepDefinition definition, SpectralDataset dataset, WorkStore work, ITrainer trainer)
{
    /// <exception cref="DamagedInputsException">The synthetic set is missing or damaged.</exception>
    public (WorkResult Result, byte[]? Artifact) Do(WorkItem item, FoldData fold, TrainingRun run)
    {
        SweepSpec spec = definition.Spec;
        int target = dataset.IndexOfTarget(item.Target);
        SyntheticSet? set = Patterns(item, fold);
        RowSet training = fold.Training;
        float[] trainingTargets = fold.Column(fold.ScaledTrainingTargets, target);
        if (set is not null)
        {
            training = training.Then(RowSet.All(set.Spectra));
            trainingTargets = [.. trainingTargets, .. fold.Column(fold.Transformed(set.Labels), target)];
        }

        CellResult untrained = new()
        {
            Fold = item.Fold,
            Target = item.Target,
            Strategy = item.Strategy,
            TrainingRows = fold.Split.Training.Length,
            TrainingSamples = fold.Split.TrainingSamples,
            TestRows = fold.Split.Test.Length,
            TestSamples = fold.Split.TestSamples,
            SyntheticRows = set?.Spectra.Rows ?? 0,
            Trainer = trainer.Name,
            NumericsVersion = trainer.NumericsVersion,
        };

        MlpArchitecture architecture = new(dataset.ChannelCount, spec.Regression.Hidden, outputs: 1);
        MlpTask task = new(
            architecture, training, trainingTargets, fold.Validation, fold.Column(fold.ScaledValidationTargets, target),
            StreamKeys.InitialWeights(spec.Seed, item.Fold, item.Target, architecture.Slug),
            StreamKeys.BatchOrder(spec.Seed, item.Fold, training.Count),
            new TrainingOptions
            {
                LearningRate = spec.Regression.LearningRate,
                BatchSize = spec.Regression.BatchSize,
                Patience = spec.Regression.Patience,
                EpochCap = spec.Regression.EpochCap,
            });
        TrainedMlp trained;
        try
        {
            trained = trainer.TrainMlp(task, run);
        }
        catch (TrainingDivergedException e)
        {
            return (new WorkResult { Cell = untrained with { Failure = e.Message } }, null);
        }

        TargetScaler scaler = fold.Targets.Only(target);
        float[] predicted = trainer.Predict(trained.Weights, fold.Test);
        scaler.Inverse(predicted, predicted);
        float[] truth = [.. fold.Split.Test.Select(row => dataset.TargetRow(row)[target])];
        RegressionMetrics errors = RegressionMetrics.Of(truth, predicted);
        byte[] artifact = new CellArtifact(trained.Weights, fold.Channels, scaler, fold.Split.Test, truth, predicted, trained.History)
            .ToBytes(item.Fold, item.Target, item.Strategy);
        CellResult result = untrained with
        {
            Mae = errors.Mae,
            Rmse = errors.Rmse,
            R2 = errors.R2,
            Bias = errors.Bias,
            Epochs = trained.History.Epochs,
            BestEpoch = trained.History.BestEpoch,
            BestValidationLoss = trained.History.BestValidationLoss,
            CapHit = trained.History.CapHit,
            ModelSha256 = WorkStore.HashOf(artifact),
        };
        return (new WorkResult { Cell = result }, artifact);
    }

    private SyntheticSet? Patterns(WorkItem item, FoldData fold)
    {
        if (StrategyCatalog.Get(item.Strategy).Generator is null) return null;
        return fold.Set(item.Strategy, () =>
        {
            SyntheticSet set = work.Input(item.Needs[0], SyntheticSetArtifact.Read).Artifact;
            if (set.Spectra.Columns != dataset.ChannelCount || set.Labels.Length != set.Spectra.Rows * dataset.Targets.Count)
                throw new DamagedInputsException([item.Needs[0]]);
            return set;
        });
    }
}
