using System.Diagnostics;
using System.Globalization;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// Epochs of shuffled batches until the validation loss no longer falls; keeps the best epoch's weights, saves and resumes. A step
/// allocates nothing.
/// </summary>
internal sealed class TrainingLoop
{
    private readonly Trainee _trainee;
    private readonly TrainingOptions _options;
    private readonly StreamKey _batchOrder;
    private readonly TrainingRun _run;
    private readonly Checkpoint? _checkpoint;
    private readonly TrainingState _state = new();
    private readonly int[] _order;
    private long _lastSave = Stopwatch.GetTimestamp();

    /// <param name="trainee">Network with initial weights.</param>
    /// <param name="options">Optimiser and stopping rule.</param>
    /// <param name="batchOrder">Stream of the row order.</param>
    /// <param name="run">Cancellation, checkpoint, reports.</param>
    /// <param name="describe">Describes the task for the checkpoint; called only where there is one.</param>
    public TrainingLoop(Trainee trainee, TrainingOptions options, StreamKey batchOrder, TrainingRun run, Func<TaskDescription> describe)
    {
        _trainee = trainee;
        _options = options;
        _batchOrder = batchOrder;
        _run = run;
        _order = new int[trainee.TrainingRows];
        _state.TrainingLosses.EnsureCapacity(Math.Min(options.EpochCap, 16_384));
        _state.ValidationLosses.EnsureCapacity(Math.Min(options.EpochCap, 16_384));
        _checkpoint = run.Checkpoint is null ? null : new Checkpoint(run.Checkpoint, describe());
    }

    /// <summary>Trains to the end; the trainee then holds the best epoch's weights.</summary>
    public TrainingHistory Run()
    {
        _checkpoint?.TryRestore(_state, _trainee.Parameters);
        while (!HasStopped)
        {
            Permutation.Fill(_batchOrder, (ulong)_state.Epoch, _order);
            while (_state.NextRow < _order.Length)
            {
                Pause();
                Step();
            }
            EndEpoch();
        }
        _trainee.Parameters.RestoreBest();
        return new TrainingHistory([.. _state.TrainingLosses], [.. _state.ValidationLosses], _state.BestEpoch, !PatienceSpent);
    }

    private bool PatienceSpent => _state.Epoch - _state.BestEpoch >= _options.Patience;

    private bool HasStopped => _state.Epoch > 0 && (PatienceSpent || _state.Epoch >= _options.EpochCap);

    /// <summary>The place between two steps where a training may be saved or cancelled.</summary>
    private void Pause()
    {
        bool cancelled = _run.Cancellation.IsCancellationRequested;
        if (_checkpoint is not null && (cancelled || Stopwatch.GetElapsedTime(_lastSave) >= _run.CheckpointInterval))
        {
            _checkpoint.Save(_state, _trainee.Parameters);
            _lastSave = Stopwatch.GetTimestamp();
            cancelled = _run.Cancellation.IsCancellationRequested; // also while saving: the state is safe
        }
        if (cancelled) _run.Cancellation.ThrowIfCancellationRequested();
    }

    private void Step()
    {
        int count = Math.Min(_options.BatchSize, _order.Length - _state.NextRow);
        _state.Beta1Power *= _options.Beta1;
        _state.Beta2Power *= _options.Beta2;
        AdamStep step = new(
            _options.LearningRate, _options.Beta1, _options.Beta2, _options.Epsilon, _state.Beta1Power, _state.Beta2Power);
        double loss = _trainee.Step(_state.Epoch, _order.AsSpan(_state.NextRow, count), step);
        if (!double.IsFinite(loss)) throw Diverged($"step {_state.NextRow / _options.BatchSize + 1}: the training loss", loss);
        _state.LossSum += loss;
        _state.NextRow += count;
    }

    private void EndEpoch()
    {
        float training = (float)(_state.LossSum / _order.Length), validation = (float)_trainee.ValidationLoss();
        if (!float.IsFinite(validation)) throw Diverged("end: the validation loss", validation);
        _state.Epoch++;
        _state.NextRow = 0;
        _state.LossSum = 0;
        _state.TrainingLosses.Add(training);
        _state.ValidationLosses.Add(validation);
        if (_state.BestEpoch == 0 || validation < _state.ValidationLosses[_state.BestEpoch - 1])
        {
            _state.BestEpoch = _state.Epoch;
            _trainee.Parameters.KeepAsBest();
        }
        _run.EpochCompleted?.Invoke(new EpochReport(
            _state.Epoch, training, validation, _state.BestEpoch, _state.ValidationLosses[_state.BestEpoch - 1]));
    }

    private TrainingDivergedException Diverged(string where, double value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Epoch {_state.Epoch + 1}, {where} is {value}, not a finite number: the training diverged. A smaller learning rate (now "
            + $"{_options.LearningRate}) or scaled inputs and targets may help."));
}
