using IonSweep.Learning;
using IonSweep.Learning.Calibration;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// Successive halving (K. Jamieson, A. Talwalkar, AISTATS 2016, 240) of preprocessings for a regression network: a few epochs with each,
/// the better half by validation loss goes on with twice as many, until one is left and trained to the end. Each round starts from the
/// same weights, which is what going on would give.
/// </summary>
internal sealed class NetworkRace
{
    private readonly ModelTask _task;
    private readonly int _firstEpochs;
    private readonly Starter[] _starters;

    /// <param name="task">Data, spec and streams.</param>
    /// <param name="pipelines">Preprocessings, best first; those that the rows do not allow do not start.</param>
    /// <param name="most">As many start at the most.</param>
    /// <param name="firstEpochs">Epochs of the first round.</param>
    /// <exception cref="CalibrationException">None can start.</exception>
    public NetworkRace(ModelTask task, IEnumerable<IReadOnlyList<PreprocessingStep>> pipelines, int most, int firstEpochs)
    {
        (_task, _firstEpochs) = (task, firstEpochs);
        _starters = [.. pipelines.Select(StarterOf).OfType<Starter>().Take(most)];
        if (_starters.Length == 0)
            throw new CalibrationException("None of the preprocessings of the search can be done on the training rows alone.");
    }

    /// <summary>The winner, trained to the end.</summary>
    public (PreprocessedNetwork Model, TrainingHistory History) Run(ITrainer trainer, TrainingRun run)
    {
        SequenceCheckpoint checkpoint = new(
            run.Checkpoint, TaskOf(_starters[0], _firstEpochs).Describe(trainer.Name, trainer.NumericsVersion));
        int trained = 0;
        Starter[] left = _starters;
        for (int epochs = _firstEpochs; left.Length > 1; epochs = (int)Math.Min(2L * epochs, int.MaxValue))
        {
            float[] losses = [.. left.Select(starter => BestLoss(Train(starter, epochs).History))];
            left = [.. left.Zip(losses).OrderBy(one => one.Second).Take((left.Length + 1) / 2).Select(one => one.First)];
        }
        (MlpWeights weights, TrainingHistory history) = Train(left[0], int.MaxValue);
        return (new PreprocessedNetwork(_task.Channels, left[0].Preprocessing, left[0].Scaler, weights), history);

        // In a fixed order, so that a run that was interrupted knows which are finished.
        Trained<MlpWeights> Train(Starter starter, int epochs)
        {
            if (trained++ < checkpoint.Finished.Count) return checkpoint.Finished[trained - 1];
            Trained<MlpWeights> result = trainer.Train(TaskOf(starter, epochs), run with { Checkpoint = checkpoint.Slot });
            checkpoint.Finish(result);
            return result;
        }
    }

    private static float BestLoss(TrainingHistory history) => history.ValidationLoss[history.BestEpoch - 1];

    private MlpTask TaskOf(Starter starter, int epochs)
    {
        TrainingOptions options = _task.RegressionOptions;
        return MlpFamily.TaskOf(
            _task with { Training = starter.Training, Validation = starter.Validation },
            options with { EpochCap = Math.Min(options.EpochCap, epochs) });
    }

    /// <summary>A preprocessing fitted on the training rows; null where these do not allow it.</summary>
    private Starter? StarterOf(IReadOnlyList<PreprocessingStep> steps)
    {
        int count = _task.Training.Count, channels = _task.Training.Columns;
        double[] spectra = PreprocessedRows.Unscaled(_task.Training, _task.Channels);
        try
        {
            PreprocessingPipeline fitted = PreprocessingPipeline.Fit(steps, new PreprocessingRows(
                spectra, count, channels, Samples: [.. _task.Samples.Take(count)])
            { Targets = [.. _task.TrainingTargets.Select(value => (double)value)] });
            ChannelScaler scaler = PreprocessedRows.Scaler(spectra, channels);
            return new Starter(fitted, scaler, PreprocessedRows.Scaled(spectra, count, scaler),
                PreprocessedRows.Of(_task.Validation, _task.Channels, fitted, scaler));
        }
        catch (InvalidPreprocessingException)
        {
            return null;
        }
    }

    /// <summary>One preprocessing with the rows that it makes.</summary>
    private sealed record Starter(PreprocessingPipeline Preprocessing, ChannelScaler Scaler, RowSet Training, RowSet Validation);
}
