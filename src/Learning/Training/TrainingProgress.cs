using System.Globalization;
using IonSweep.Learning.Tasks;

namespace IonSweep.Learning.Training;

/// <summary>
/// Where a training stands, and what every trainer does between its epochs in the same way: the stopping rule, the end of a training
/// that diverged, reports, checkpoints and resuming. The parameters are the trainer's.
/// </summary>
public sealed class TrainingProgress
{
    private readonly TrainingRun _run;
    private readonly TrainingOptions _options;
    private readonly Checkpoint? _checkpoint;

    private readonly List<float> _trainingLosses, _validationLosses;

    /// <summary>Halvings of the step size at the most.</summary>
    public const int MostHalvings = 6;

    /// <summary>Nothing is trained yet.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="run">Cancellation, checkpoint, reports.</param>
    /// <param name="trainer">Whose checkpoints these are.</param>
    public TrainingProgress(NetworkTask task, TrainingRun run, ITrainer trainer)
    {
        _run = run;
        _options = task.Options;
        LastSave = run.Clock.GetTimestamp();
        int epochs = Math.Min(_options.EpochCap, 16_384); // so many take no memory while it trains
        _trainingLosses = new List<float>(epochs);
        _validationLosses = new List<float>(epochs);
        _checkpoint = run.Checkpoint is null ? null
            : new Checkpoint(run.Checkpoint, task.Describe(trainer.Numerics, trainer.NumericsVersion));
    }

    /// <summary>Completed epochs.</summary>
    public int Epoch { get; private set; }

    /// <summary>Rows of the running epoch that are done.</summary>
    public int NextRow { get; private set; }

    /// <summary>Their losses, summed.</summary>
    public double LossSum { get; private set; }

    /// <summary>Epoch (from 1) with the lowest validation loss; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Step size of the running epoch.</summary>
    public double LearningRate => Math.ScaleB(_options.LearningRate, -Halvings);

    /// <summary>How often it was halved (<see cref="TrainingOptions.HalvingWait"/>).</summary>
    public int Halvings { get; private set; }

    /// <summary>Epoch of the last improvement or halving.</summary>
    public int WaitingSince { get; private set; }

    /// <summary>That validation loss; 0 before the first.</summary>
    public float BestValidationLoss => BestEpoch == 0 ? 0 : _validationLosses[BestEpoch - 1];

    /// <summary>β₁ᵗ and β₂ᵗ of Adam after t steps.</summary>
    public (double Beta1, double Beta2) Powers { get; set; } = (1, 1);

    /// <summary>When the state was saved last, a timestamp of the run's clock; at first when it began.</summary>
    public long LastSave { get; private set; }

    /// <summary>The rule says that it is done.</summary>
    public bool HasStopped => Epoch > 0 && (PatienceSpent || Epoch >= _options.EpochCap);

    /// <summary>How it went.</summary>
    public TrainingHistory History => new([.. _trainingLosses], [.. _validationLosses], BestEpoch, !PatienceSpent);

    private bool PatienceSpent => Epoch - BestEpoch >= _options.Patience;

    /// <summary>Goes on from the run's checkpoint; false when it holds none.</summary>
    /// <param name="parameters">Take the stored ones.</param>
    /// <exception cref="CheckpointMismatchException">The state belongs to another task, trainer or version, or is not one.</exception>
    public bool TryRestore(Parameters parameters)
    {
        if (_checkpoint?.TryRestore(parameters) is not { } state) return false;
        (Epoch, NextRow, BestEpoch, LossSum, Powers) = (state.Epoch, state.NextRow, state.BestEpoch, state.LossSum, state.Powers);
        _trainingLosses.AddRange(state.TrainingLosses);
        _validationLosses.AddRange(state.ValidationLosses);
        for (int epoch = 1, best = 0; epoch <= Epoch; epoch++)
        {
            bool improved = best == 0 || _validationLosses[epoch - 1] < _validationLosses[best - 1];
            if (improved) best = epoch;
            Wait(epoch, improved);
        }
        return true;
    }

    /// <summary>Takes the outcome of a step within the running epoch.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="loss">Their losses, summed.</param>
    /// <exception cref="TrainingDivergedException">It is not a finite number.</exception>
    public void EndStep(int rows, double loss)
    {
        if (!double.IsFinite(loss)) throw Diverged($", step {NextRow / _options.BatchSize + 1}: the training loss", loss);
        LossSum += loss;
        NextRow += rows;
    }

    /// <summary>Takes an epoch's mean losses.</summary>
    /// <returns>True when this epoch is the best so far.</returns>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    public bool EndEpoch(float trainingLoss, float validationLoss)
    {
        if (!float.IsFinite(trainingLoss)) throw Diverged(": the training loss", trainingLoss);
        if (!float.IsFinite(validationLoss)) throw Diverged(", end: the validation loss", validationLoss);
        (Epoch, NextRow, LossSum) = (Epoch + 1, 0, 0);
        _trainingLosses.Add(trainingLoss);
        _validationLosses.Add(validationLoss);
        bool best = BestEpoch == 0 || validationLoss < _validationLosses[BestEpoch - 1];
        if (best) BestEpoch = Epoch;
        Wait(Epoch, best);
        return best;
    }

    private void Wait(int epoch, bool improved)
    {
        if (improved) WaitingSince = epoch;
        else if (_options.HalvingWait > 0 && epoch - WaitingSince >= _options.HalvingWait && Halvings < MostHalvings)
            (Halvings, WaitingSince) = (Halvings + 1, epoch);
    }

    /// <summary>Tells the watcher of the epoch that has ended.</summary>
    public void Report() => _run.EpochCompleted?.Invoke(
        new EpochReport(Epoch, _trainingLosses[^1], _validationLosses[^1], BestEpoch, _validationLosses[BestEpoch - 1]));

    /// <summary>A place where the training may be saved or cancelled.</summary>
    /// <param name="read">Gives the parameters; called only when they are saved.</param>
    /// <param name="isTime">False puts off a save that can wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the state is saved.</exception>
    public void Pause(Func<Parameters> read, bool isTime = true)
    {
        bool cancelled = _run.Cancellation.IsCancellationRequested;
        if (_checkpoint is not null && (cancelled || (isTime && _run.Clock.GetElapsedTime(LastSave) >= _run.CheckpointInterval)))
        {
            _checkpoint.Save(
                new TrainingState(Epoch, NextRow, BestEpoch, LossSum, Powers, _trainingLosses, _validationLosses), read());
            LastSave = _run.Clock.GetTimestamp();
            cancelled = _run.Cancellation.IsCancellationRequested; // also while saving: the state is safe
        }
        if (cancelled) _run.Cancellation.ThrowIfCancellationRequested();
    }

    private TrainingDivergedException Diverged(string where, double value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Epoch {Epoch + 1}{where} is {value}, not a finite number: the training diverged. A smaller learning rate (now "
            + $"{_options.LearningRate}) or scaled inputs and targets may help."));
}
