using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>Kinds of networks that the trainer has kernels for: the only list of them.</summary>
internal static class NetworkKind
{
    private static readonly Dictionary<string, Kind> Known = new()
    {
        [MlpTask.Kind] = new Kind(
            (member, progress) => new MlpInTraining((GroupMember<MlpWeights>)member, progress),
            task => Shapes(((MlpTask)task).Architecture)),
        [VaeTask.Kind] = new Kind(
            (member, progress) => new VaeInTraining((GroupMember<VaeWeights>)member, progress),
            task => Shapes(((VaeTask)task).Architecture)),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Networks => Known.Keys;

    /// <summary>There are kernels for such a network.</summary>
    public static bool Has(NetworkTask task) => Known.ContainsKey(task.Network);

    /// <summary>A network with its initial weights.</summary>
    public static NetworkInTraining Begin(GroupMember member, TrainingProgress progress) =>
        Known[member.Task.Network].Begin(member, progress);

    /// <summary>
    /// Estimate of its device memory, bytes: parameters with moments and best, activations and deltas of a batch, spectra, values, orders.
    /// </summary>
    public static long MemoryOf(NetworkTask task)
    {
        LayerShape[] shapes = Known[task.Network].Shapes(task);
        long rows = task.Training.Count + task.Validation.Count, columns = Lane.Pad(task.Training.Columns);
        long parameters = 4L * shapes.Sum(shape => (long)shape.ParameterCount);
        long workspace = Math.Max(task.Options.BatchSize, Cpu.Trainee.EvaluationRows)
            * (columns + shapes.Sum(shape => 2L * (shape.Columns + Lane.Pad(shape.Inputs))));
        return sizeof(float) * (parameters + workspace + rows * (columns + 4));
    }

    private static LayerShape[] Shapes(MlpArchitecture architecture) =>
        [.. architecture.Sizes.Skip(1).Select((size, i) => new LayerShape(architecture.Sizes[i], size))];

    private static LayerShape[] Shapes(VaeArchitecture architecture)
    {
        int inputs = architecture.Latents + architecture.Conditions;
        return
        [
            new(architecture.Channels, architecture.Hidden), new(architecture.Hidden, 2 * architecture.Latents, Segments: 2),
            new(inputs, inputs), new(inputs, architecture.Hidden), new(architecture.Hidden, architecture.Channels),
        ];
    }

    private sealed record Kind(Func<GroupMember, TrainingProgress, NetworkInTraining> Begin, Func<NetworkTask, LayerShape[]> Shapes);
}
