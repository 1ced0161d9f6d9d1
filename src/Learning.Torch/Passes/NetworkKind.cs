using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Layouts;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Passes;

/// <summary>What distinguishes kinds of networks for a stack.</summary>
internal abstract class NetworkKind
{
    public abstract NetworkLayout Layout { get; }

    /// <summary>K, targets or conditions beside each spectrum; 0 for none.</summary>
    public abstract int ValuesPerRow { get; }

    /// <summary>Noise of each row and pass; 0 for none.</summary>
    public abstract int NoisePerRow { get; }

    /// <summary>Most networks that can share spectra.</summary>
    public abstract int WidestBundle { get; }

    /// <summary>The loss of a row is a sum over so many outputs, of which it is the mean.</summary>
    public abstract int MeanOver { get; }

    /// <summary>Widths of all layers together, by which activations take memory.</summary>
    public long NeuronsPerRow => Layout.Layers.Sum(layer => (long)layer.Outputs + 1);

    public abstract IPass Pass(StackedParameters values, StackedParameters? gradient, int width, int rows);

    /// <summary>Data of a task of this kind.</summary>
    public abstract TaskData DataOf(NetworkTask task);

    /// <summary>Ends a training of this kind.</summary>
    /// <param name="member">The training.</param>
    /// <param name="best">Parameters of its best epoch, in the layout's order.</param>
    /// <param name="history">How it went.</param>
    public abstract void Finish(GroupMember member, float[] best, TrainingHistory history);

    /// <summary>The kind of a task's network: the only list of the networks that this trainer has.</summary>
    /// <returns>Null for a network that it has not.</returns>
    public static NetworkKind? Of(NetworkTask task) => task switch
    {
        MlpTask { Network: MlpTask.Kind } mlp => new MlpKind(mlp.Architecture),
        VaeTask vae => new VaeKind(vae.Architecture),
        _ => null,
    };

    /// <summary><see cref="NetworkTask.Network"/> of those.</summary>
    public static IReadOnlyCollection<string> Networks { get; } = [MlpTask.Kind, VaeTask.Kind];
}
