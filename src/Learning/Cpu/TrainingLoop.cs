using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// Epochs of shuffled batches until the validation loss no longer falls; keeps the best epoch's weights. A step allocates nothing.
/// </summary>
internal static class TrainingLoop
{
    /// <summary>Trains to the end; the trainee then holds the best epoch's weights.</summary>
    /// <param name="trainee">Network with initial weights.</param>
    /// <param name="task">What it is trained on.</param>
    /// <param name="progress">Where the training stands.</param>
    public static TrainingHistory Run(Trainee trainee, NetworkTask task, TrainingProgress progress)
    {
        TrainingOptions options = task.Options;
        int[] order = new int[task.Training.Count];
        Func<Parameters> parameters = () => trainee.Parameters;
        if (options.Averaging > 0) trainee.Parameters.StartAverage();
        progress.TryRestore(trainee.Parameters);
        while (!progress.HasStopped)
        {
            Permutation.Fill(task.BatchOrder, (ulong)progress.Epoch, order);
            while (progress.NextRow < order.Length)
            {
                progress.Pause(parameters);
                int count = Math.Min(options.BatchSize, order.Length - progress.NextRow);
                progress.Powers = (progress.Powers.Beta1 * options.Beta1, progress.Powers.Beta2 * options.Beta2);
                AdamStep step = new(
                    progress.LearningRate, options.Beta1, options.Beta2, options.Epsilon, progress.Powers.Beta1, progress.Powers.Beta2);
                progress.EndStep(count, trainee.Step(progress.Epoch, order.AsSpan(progress.NextRow, count), step));
            }
            if (options.Averaging > 0)
            {
                trainee.Parameters.AddToAverage((float)Math.Min(options.Averaging, progress.Epoch / (progress.Epoch + 1.0)));
                trainee.Parameters.ExchangeAverage();
            }
            if (progress.EndEpoch((float)(progress.LossSum / order.Length), (float)trainee.ValidationLoss()))
                trainee.Parameters.KeepAsBest();
            if (options.Averaging > 0) trainee.Parameters.ExchangeAverage();
            progress.Report();
        }
        trainee.Parameters.RestoreBest();
        return progress.History;
    }
}
