using System.Numerics;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Torch.Groups;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch;

/// <summary>
/// The trainer <c>torch</c>: networks of one architecture stacked and trained together by libtorch, on a CUDA device or a CPU. Draws the
/// same initial weights, batches and noise as the trainer <c>cpu</c> and agrees with it up to rounding, not in bits. Networks are evaluated
/// with the kernels of <see cref="CpuTrainer"/>: equal weights give equal predictions, whatever trained them.
/// </summary>
public sealed class TorchTrainer : IGroupTrainer
{
    private readonly Place _place;
    private readonly SpectraOnDevice _spectra;
    private readonly TorchOptions _options;
    private readonly CpuTrainer _evaluation = new();

    /// <summary>Loads libtorch.</summary>
    /// <exception cref="TorchUnavailableException">libtorch or the CUDA device is not there; the message says what to do.</exception>
    public TorchTrainer(TorchOptions? options = null)
        : this(options ?? new TorchOptions(), place: null)
    {
    }

    /// <summary>A trainer that takes a place for another kind than it is: what is done on CUDA devices is tested on a CPU.</summary>
    internal TorchTrainer(TorchOptions options, Place? place)
    {
        _place = place ?? Place.On(TorchRuntime.Find(options));
        _spectra = new SpectraOnDevice(_place.Device);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public int NumericsVersion => 1;

    /// <summary>E.g. <c>cuda:0</c> or <c>cpu</c>.</summary>
    public string Device => _place.Device.ToString();

    /// <summary>Trains on a CUDA device.</summary>
    public bool IsCuda => _place.Device.type == TorchSharp.DeviceType.CUDA;

    /// <summary>Matrices of spectra that are on the device now.</summary>
    internal int MatricesOnDevice => _spectra.Count;

    /// <inheritdoc/>
    public string GroupOf(MlpTask task) => GroupOf(task.Architecture.Slug, task.Training.Count, task.Options);

    /// <inheritdoc/>
    public string GroupOf(VaeTask task) => GroupOf(task.Architecture.Slug, task.Training.Count, task.Options);

    /// <inheritdoc/>
    public long MemoryOf(MlpTask task) =>
        MemoryOf(new MlpKind(task.Architecture), task.Training, task.Validation, task.Options);

    /// <inheritdoc/>
    public long MemoryOf(VaeTask task) =>
        MemoryOf(new VaeKind(task.Architecture), task.Training, task.Validation, task.Options);

    /// <inheritdoc/>
    public TrainedMlp TrainMlp(MlpTask task, TrainingRun run)
    {
        GroupMember<MlpTask, TrainedMlp> member = new(task, run);
        TrainTogether([member]);
        return member.Outcome.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public TrainedVae TrainVae(VaeTask task, TrainingRun run)
    {
        GroupMember<VaeTask, TrainedVae> member = new(task, run);
        TrainTogether([member]);
        return member.Outcome.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void TrainTogether(
        IReadOnlyList<GroupMember<MlpTask, TrainedMlp>> members, Func<IReadOnlyList<GroupMember<MlpTask, TrainedMlp>>>? newcomers = null) =>
        Train(new MlpKind(members[0].Task.Architecture), members, newcomers, task => GroupOf(task), NetworkOf);

    /// <inheritdoc/>
    public void TrainTogether(
        IReadOnlyList<GroupMember<VaeTask, TrainedVae>> members, Func<IReadOnlyList<GroupMember<VaeTask, TrainedVae>>>? newcomers = null) =>
        Train(new VaeKind(members[0].Task.Architecture), members, newcomers, task => GroupOf(task), NetworkOf);

    /// <inheritdoc/>
    public float[] Predict(MlpWeights network, RowSet spectra) => _evaluation.Predict(network, spectra);

    /// <inheritdoc/>
    public (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra) => _evaluation.Encode(generator, spectra);

    /// <inheritdoc/>
    public Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions) =>
        _evaluation.Decode(generator, latents, conditions);

    private void Train<TTask, TTrained>(
        NetworkKind kind, IReadOnlyList<GroupMember<TTask, TTrained>> members, Func<IReadOnlyList<GroupMember<TTask, TTrained>>>? newcomers,
        Func<TTask, string> groupOf, Func<GroupMember<TTask, TTrained>, NetworkLayout, NetworkInTraining> networkOf)
    {
        string group = groupOf(members[0].Task);
        IReadOnlyList<NetworkInTraining> Networks(IReadOnlyList<GroupMember<TTask, TTrained>> some)
        {
            List<NetworkInTraining> networks = [];
            foreach (GroupMember<TTask, TTrained> member in some)
            {
                try
                {
                    if (groupOf(member.Task) != group)
                        throw new ArgumentException($"A task of group '{groupOf(member.Task)}' cannot be trained in group '{group}'.");
                    networks.Add(networkOf(member, kind.Layout));
                }
                catch (Exception e)
                {
                    member.Fail(e);
                }
            }
            return networks;
        }
        new Group(kind, _spectra, _place, _options).Run(Networks(members), newcomers is null ? null : () => Networks(newcomers()));
    }

    private NetworkInTraining NetworkOf(GroupMember<MlpTask, TrainedMlp> member, NetworkLayout layout)
    {
        MlpTask task = member.Task;
        TaskChecks.Check(task);
        return new NetworkInTraining(
            layout, task.Options, member.Run, () => TaskDescription.Of(task, Name, NumericsVersion),
            (best, history) => member.Finish(new TrainedMlp(
                new MlpWeights(task.Architecture, [.. Enumerable.Range(0, layout.Layers.Count).Select(l => layout.Export(best, l))]),
                history)),
            member.Fail)
        {
            Training = new TrainingRows(task.Training, task.TrainingTargets, task.Architecture.Outputs),
            Validation = new TrainingRows(task.Validation, task.ValidationTargets, task.Architecture.Outputs),
            InitialWeights = task.InitialWeights,
            BatchOrder = task.BatchOrder,
        };
    }

    private NetworkInTraining NetworkOf(GroupMember<VaeTask, TrainedVae> member, NetworkLayout layout)
    {
        VaeTask task = member.Task;
        TaskChecks.Check(task);
        bool dense = task.Architecture.DecoderInput == DecoderInput.Dense;
        int last = layout.Layers.Count - 1;
        return new NetworkInTraining(
            layout, task.Options, member.Run, () => TaskDescription.Of(task, Name, NumericsVersion),
            (best, history) => member.Finish(new TrainedVae(
                new VaeWeights(
                    task.Architecture, layout.Export(best, 0), layout.Export(best, 1), dense ? layout.Export(best, 2) : null,
                    layout.Export(best, last - 1), layout.Export(best, last)),
                history)),
            member.Fail)
        {
            Training = new TrainingRows(task.Training, task.TrainingConditions, task.Architecture.Conditions),
            Validation = new TrainingRows(task.Validation, task.ValidationConditions, task.Architecture.Conditions),
            InitialWeights = task.InitialWeights,
            BatchOrder = task.BatchOrder,
            Noise = (task.TrainingNoise, task.ValidationNoise),
        };
    }

    // An epoch lasts as long as its longest member's, so batches differ by less than a factor of 2.
    private static string GroupOf(string architecture, int rows, TrainingOptions options)
    {
        uint batches = (uint)((rows + options.BatchSize - 1) / Math.Max(options.BatchSize, 1));
        return FormattableString.Invariant($"{architecture} lr {options.LearningRate} beta {options.Beta1} {options.Beta2} ")
            + FormattableString.Invariant($"epsilon {options.Epsilon} batch {options.BatchSize} ")
            + FormattableString.Invariant($"batches up to {BitOperations.RoundUpToPowerOf2(batches)}");
    }

    /// <summary>
    /// Parameters with moments, gradient, best and two scratch copies; activations of a batch; rows of spectra; order and noise.
    /// </summary>
    private static long MemoryOf(NetworkKind kind, RowSet training, RowSet validation, TrainingOptions options)
    {
        long parameters = 8L * kind.Layout.Count;
        long activations = 4L * options.BatchSize * (kind.NeuronsPerRow + training.Columns + 1);
        long spectra = (training.Count + 2L * validation.Count) * (training.Columns + 1);
        long validationActivations = 4L * Math.Min(validation.Count, 256) * kind.NeuronsPerRow;
        long perRow = (6L + kind.NoisePerRow + kind.ValuesPerRow) * training.Count;
        return sizeof(float) * (parameters + activations + spectra + validationActivations + perRow);
    }
}
