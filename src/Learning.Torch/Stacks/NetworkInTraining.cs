using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// One member of a group as the group sees it: its data and streams, where it stands, and its end. The parameters are in the stack that
/// it is part of.
/// </summary>
/// <param name="kind">Kind of network.</param>
/// <param name="member">What is trained.</param>
/// <param name="progress">Where it stands.</param>
internal sealed class NetworkInTraining(NetworkKind kind, GroupMember member, TrainingProgress progress)
{
    private readonly TaskData _data = kind.DataOf(member.Task);

    public NetworkLayout Layout => kind.Layout;

    public TrainingOptions Options => member.Task.Options;

    public TrainingRun Run => member.Run;

    public TrainingRows Training => _data.Training;

    public TrainingRows Validation => _data.Validation;

    public StreamKey BatchOrder => member.Task.BatchOrder;

    /// <summary>Streams of a VAE's noise in training and validation; null for a network without.</summary>
    public (StreamKey Training, StreamKey Validation)? Noise => _data.Noise;

    public TrainingProgress Progress => progress;

    /// <summary>It has ended, in whatever way.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Initial or stored parameters, moments and best parameters, to be put into a stack.</summary>
    /// <exception cref="CheckpointMismatchException">The checkpoint is another training's.</exception>
    public Parameters Begin()
    {
        Parameters parameters = new(Layout.Count, training: true);
        if (!progress.TryRestore(parameters)) Layout.Initial(member.Task.InitialWeights).CopyTo(parameters.Values.Span);
        return parameters;
    }

    /// <summary>Ends with the best epoch's parameters.</summary>
    public void Finish(float[] best)
    {
        HasEnded = true;
        kind.Finish(member, best, progress.History);
    }

    /// <summary>Ends without a trained network.</summary>
    public void Fail(Exception reason)
    {
        HasEnded = true;
        member.Fail(reason);
    }
}
