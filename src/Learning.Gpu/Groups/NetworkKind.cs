using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>Kinds of networks that the trainer has kernels for: the only list of them.</summary>
internal static class NetworkKind
{
    private static readonly Kind Regression = new(
        (member, progress) => new MlpInTraining((GroupMember<MlpWeights>)member, progress),
        task => Needs(Shapes(((MlpTask)task).Architecture), ((MlpTask)task).Architecture.Outputs));

    private static readonly Dictionary<string, Kind> Known = new()
    {
        [MlpTask.Kind] = Regression,
        [MlpTask.AveragedKind] = Regression,
        [MlpTask.FallingKind] = Regression,
        [MlpTask.AveragedFallingKind] = Regression,
        [VaeTask.Kind] = new Kind(
            (member, progress) => new VaeInTraining((GroupMember<VaeWeights>)member, progress),
            task => Needs(Shapes(((VaeTask)task).Architecture), ((VaeTask)task).Architecture.Conditions)),
        [CnnTask.Kind] = new Kind(
            (member, progress) => new CnnInTraining((GroupMember<CnnWeights>)member, progress),
            task => Needs(((CnnTask)task).Architecture)),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Networks => Known.Keys;

    /// <summary>There are kernels for such a network.</summary>
    public static bool Has(NetworkTask task) => Known.ContainsKey(task.Network);

    /// <summary>A network with its initial weights.</summary>
    public static NetworkInTraining Begin(GroupMember member, TrainingProgress progress) =>
        Known[member.Task.Network].Begin(member, progress);

    /// <summary>
    /// Estimate of its device memory, bytes: parameters with moments, best and average, activations and deltas of a batch, spectra,
    /// values, orders.
    /// </summary>
    public static long MemoryOf(NetworkTask task)
    {
        Need need = Known[task.Network].Needs(task);
        long rows = task.Training.Count + task.Validation.Count, columns = Lane.Pad(task.Training.Columns);
        long batch = task.Options.BatchSize, most = Math.Max(batch, Cpu.Trainee.EvaluationRows);
        long workspace = most * need.Activations + batch * need.Deltas;
        int copies = task.Options.Averaging > 0 ? 5 : 4;
        return sizeof(float) * (copies * need.Parameters + workspace + rows * (columns + need.Values + 4));
    }

    private static Need Needs(LayerShape[] shapes, int values)
    {
        long floats = shapes.Sum(shape => (long)shape.Columns + Lane.Pad(shape.Inputs));
        return new Need(shapes.Sum(shape => (long)shape.ParameterCount), Activations: floats, Deltas: floats, values);
    }

    private static Need Needs(CnnArchitecture architecture)
    {
        int outputs = architecture.Targets + architecture.Auxiliary, tasks = Lane.Pad(architecture.Tasks);
        LayerShape hidden = new(architecture.Flattened, architecture.Hidden), heads = new(architecture.Hidden, outputs);
        long parameters = hidden.ParameterCount + heads.ParameterCount + tasks, positions = 0;
        for (int i = 0; i < architecture.Convolutions.Count; i++)
        {
            (int features, int kernel, _) = architecture.Convolutions[i];
            parameters += new LayerShape(kernel * architecture.InputFeatures(i), features).ParameterCount;
            positions += (long)architecture.Positions[i] * features;
        }
        long layers = positions + architecture.Flattened + hidden.Columns + heads.Columns;
        return new Need(parameters, Activations: layers + Lane.Pad(architecture.PaddedLength), Deltas: layers + 3 * tasks, outputs);
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

    private sealed record Kind(Func<GroupMember, TrainingProgress, NetworkInTraining> Begin, Func<NetworkTask, Need> Needs);

    // Floats: of the parameters, a row of a batch or of validation, a row of a batch, and what belongs to a row.
    private sealed record Need(long Parameters, long Activations, long Deltas, int Values);
}
