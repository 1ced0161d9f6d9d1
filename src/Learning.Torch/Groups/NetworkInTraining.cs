using System.Diagnostics;
using System.Globalization;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Groups;

/// <summary>
/// One member of a group as the group sees it: its data and streams, where it stands, its stopping rule, checkpoints and end. The
/// parameters are in the stack that it is part of.
/// </summary>
internal sealed class NetworkInTraining
{
    private readonly Action<float[], TrainingHistory> _finished;
    private readonly Action<Exception> _failed;
    private readonly Checkpoint? _checkpoint;

    /// <param name="layout">Order of the parameters.</param>
    /// <param name="options">Optimiser and stopping rule.</param>
    /// <param name="run">Cancellation, checkpoint, reports.</param>
    /// <param name="describe">Describes the task for the checkpoint.</param>
    /// <param name="finished">Takes the best epoch's parameters.</param>
    /// <param name="failed">Takes the reason.</param>
    public NetworkInTraining(
        NetworkLayout layout, TrainingOptions options, TrainingRun run, Func<TaskDescription> describe,
        Action<float[], TrainingHistory> finished, Action<Exception> failed)
    {
        Layout = layout;
        Options = options;
        Run = run;
        _finished = finished;
        _failed = failed;
        _checkpoint = run.Checkpoint is null ? null : new Checkpoint(run.Checkpoint, describe());
    }

    public NetworkLayout Layout { get; }

    public TrainingOptions Options { get; }

    public TrainingRun Run { get; }

    public required TrainingRows Training { get; init; }

    public required TrainingRows Validation { get; init; }

    public required StreamKey InitialWeights { get; init; }

    public required StreamKey BatchOrder { get; init; }

    /// <summary>Streams of a VAE's noise in training and validation; null for a network without.</summary>
    public (StreamKey Training, StreamKey Validation)? Noise { get; init; }

    public TrainingState State { get; } = new();

    /// <summary>It has ended, in whatever way.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The rule says that it is done.</summary>
    public bool HasStopped => State.Epoch > 0 && (PatienceSpent || State.Epoch >= Options.EpochCap);

    private bool PatienceSpent => State.Epoch - State.BestEpoch >= Options.Patience;

    /// <summary>Initial or stored parameters, moments and best parameters, to be put into a stack.</summary>
    /// <exception cref="CheckpointMismatchException">The checkpoint is another training's.</exception>
    public Parameters Begin()
    {
        Parameters parameters = new(Layout.Count, training: true);
        if (_checkpoint?.TryRestore(State, parameters) != true) Layout.Initial(InitialWeights).CopyTo(parameters.Values.Span);
        return parameters;
    }

    /// <summary>Takes an epoch's losses.</summary>
    /// <returns>True when this epoch is the best so far.</returns>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    public bool EndEpoch(float trainingLoss, float validationLoss)
    {
        if (!float.IsFinite(trainingLoss)) throw Diverged("training", trainingLoss);
        if (!float.IsFinite(validationLoss)) throw Diverged("validation", validationLoss);
        State.Epoch++;
        State.TrainingLosses.Add(trainingLoss);
        State.ValidationLosses.Add(validationLoss);
        bool best = State.BestEpoch == 0 || validationLoss < State.ValidationLosses[State.BestEpoch - 1];
        if (best) State.BestEpoch = State.Epoch;
        return best;
    }

    /// <summary>Tells the watcher of the epoch that has ended.</summary>
    public void Report() => Run.EpochCompleted?.Invoke(new EpochReport(
        State.Epoch, State.TrainingLosses[^1], State.ValidationLosses[^1], State.BestEpoch, State.ValidationLosses[State.BestEpoch - 1]));

    /// <summary>When the state was saved last, a <see cref="Stopwatch"/> timestamp; at first when it began.</summary>
    public long LastSave { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Saves the state when it is time to or the training is cancelled.</summary>
    /// <param name="isTime">The group has time for saves that can wait.</param>
    /// <param name="read">Reads the parameters, moments and best parameters from the stack.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the state is saved.</exception>
    public void Pause(bool isTime, Func<Parameters> read)
    {
        bool cancelled = Run.Cancellation.IsCancellationRequested;
        if (_checkpoint is not null && (cancelled || (isTime && Stopwatch.GetElapsedTime(LastSave) >= Run.CheckpointInterval)))
        {
            _checkpoint.Save(State, read());
            LastSave = Stopwatch.GetTimestamp();
        }
        Run.Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Ends with the best epoch's parameters.</summary>
    public void Finish(float[] best)
    {
        HasEnded = true;
        _finished(best, new TrainingHistory([.. State.TrainingLosses], [.. State.ValidationLosses], State.BestEpoch, !PatienceSpent));
    }

    /// <summary>Ends without a trained network.</summary>
    public void Fail(Exception reason)
    {
        HasEnded = true;
        _failed(reason);
    }

    private TrainingDivergedException Diverged(string what, float value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Epoch {State.Epoch + 1}: the {what} loss is {value}, not a finite number: the training diverged. A smaller learning rate (now "
            + $"{Options.LearningRate}) or scaled inputs and targets may help."));
}
