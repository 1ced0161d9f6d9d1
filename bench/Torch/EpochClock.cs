using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Training;

namespace IonSweep.Torch.Bench;

/// <summary>
/// Measures what an epoch of a group takes: the median of at least 3 epochs, for a set time, after one that is not counted.
/// </summary>
/// <param name="seconds">Measuring time.</param>
/// <param name="clock">Seconds that have passed, as seen by the thread that trains.</param>
internal sealed class EpochClock(double seconds, Func<double> clock)
{
    private const int Fewest = 3;

    /// <summary>Seconds for an epoch of all these regression networks together.</summary>
    public double Together(TorchTrainer trainer, IEnumerable<MlpTask> tasks) =>
        Run(run => trainer.TrainTogether([.. tasks.Select((task, i) => new GroupMember<MlpWeights>(task, run(i)))]));

    /// <summary>Seconds for an epoch of all these generators together.</summary>
    public double Together(TorchTrainer trainer, IEnumerable<VaeTask> tasks) =>
        Run(run => trainer.TrainTogether([.. tasks.Select((task, i) => new GroupMember<VaeWeights>(task, run(i)))]));

    /// <summary>Seconds for an epoch of one network trained by a trainer of this contract.</summary>
    public double Alone(ITrainer trainer, MlpTask task) => Run(run =>
    {
        try
        {
            trainer.Train(task, run(0));
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    });

    /// <summary>Seconds for an epoch that calls back when it has ended, until the token is cancelled.</summary>
    public double Of(Action<Action, CancellationToken> train) => Run(run =>
    {
        TrainingRun only = run(0);
        train(() => only.EpochCompleted!(default), only.Cancellation);
    });

    private double Run(Action<Func<int, TrainingRun>> train)
    {
        using CancellationTokenSource end = new();
        List<double> ends = [];
        train(i => new TrainingRun
        {
            Cancellation = end.Token,
            EpochCompleted = i > 0 ? null : _ =>
            {
                ends.Add(clock());
                if (ends.Count > Fewest && ends[^1] - ends[0] >= seconds) end.Cancel();
            },
        });
        if (ends.Count <= Fewest) throw new InvalidOperationException($"The training ended after {ends.Count} epochs; see its error.");
        double[] epochs = [.. ends.Zip(ends.Skip(1), (one, next) => next - one).Order()];
        return epochs[epochs.Length / 2];
    }
}
