using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>
/// One member of a group: the trainee of the trainer <c>cpu</c>, whose parameters go to the device and come back, and where it stands.
/// </summary>
/// <param name="task">What is trained.</param>
/// <param name="run">Its surroundings.</param>
/// <param name="progress">Where it stands.</param>
/// <param name="trainee">Initial weights and layout of the parameters.</param>
internal abstract class NetworkInTraining(NetworkTask task, TrainingRun run, TrainingProgress progress, Trainee trainee)
{
    public NetworkTask Task => task;

    public TrainingRun Run => run;

    public TrainingProgress Progress => progress;

    public Parameters Parameters => trainee.Parameters;

    /// <summary>It has ended, in whatever way.</summary>
    public bool HasEnded { get; private protected set; }

    /// <summary>Targets or conditions of the training rows.</summary>
    public abstract float[] TrainingValues { get; }

    /// <summary>Targets or conditions of the validation rows.</summary>
    public abstract float[] ValidationValues { get; }

    /// <summary>Streams of the noise; null without.</summary>
    public virtual (StreamKey Training, StreamKey Validation)? Noise => null;

    /// <summary>What the network computes.</summary>
    public abstract NetworkProgram Program();

    /// <summary>A step's loss, summed over its rows.</summary>
    /// <param name="sums">The two sums that the device wrote.</param>
    public abstract double StepLoss(ReadOnlySpan<double> sums);

    /// <summary>Mean validation loss.</summary>
    /// <param name="sums">Two sums of each part.</param>
    public abstract float ValidationLoss(ReadOnlySpan<double> sums);

    /// <summary>Ends with the best epoch's parameters, which <see cref="Parameters"/> hold.</summary>
    public abstract void Finish();

    /// <summary>Ends without a trained network.</summary>
    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
/// <typeparam name="TTask">Kind of task.</typeparam>
/// <typeparam name="TTrainee">Its trainee.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <param name="member">What is trained.</param>
/// <param name="progress">Where it stands.</param>
/// <param name="trainee">Initial weights and layout of the parameters.</param>
internal abstract class NetworkInTraining<TTask, TTrainee, TWeights>(
    GroupMember<TWeights> member, TrainingProgress progress, TTrainee trainee)
    : NetworkInTraining(member.Task, member.Run, progress, trainee)
    where TTask : NetworkTask<TWeights>
    where TTrainee : Trainee<TWeights>
{
    private protected TTask Own => (TTask)member.Task;

    private protected TTrainee Trainee => trainee;

    public override void Finish()
    {
        HasEnded = true;
        Parameters.RestoreBest();
        member.Finish(new Trained<TWeights>(trainee.Export(), Progress.History));
    }

    public override void Fail(Exception reason)
    {
        HasEnded = true;
        member.Fail(reason);
    }
}
