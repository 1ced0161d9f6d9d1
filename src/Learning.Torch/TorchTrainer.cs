using System.Numerics;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Groups;
using IonSweep.Learning.Torch.Passes;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch;

/// <summary>
/// The trainer <c>torch</c>: networks of one architecture stacked and trained together by libtorch, on a CUDA device or a CPU. Draws the
/// same initial weights, batches and noise as the trainer <c>cpu</c> and agrees with it up to rounding, not in bits.
/// </summary>
public sealed class TorchTrainer : IGroupTrainer
{
    private readonly Place _place;
    private readonly SpectraOnDevice _spectra;
    private readonly TorchOptions _options;

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
    public IReadOnlyCollection<string> Networks => NetworkKind.Networks;

    /// <inheritdoc/>
    public string GroupOf(NetworkTask task)
    {
        KindOf(task);
        return GroupOf(task.ArchitectureSlug, task.Training.Count, task.Options);
    }

    /// <inheritdoc/>
    public long MemoryOf(NetworkTask task) => MemoryOf(KindOf(task), task.Training, task.Validation, task.Options);

    /// <inheritdoc/>
    public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run)
    {
        GroupMember<TWeights> member = new(task, run);
        TrainTogether([member]);
        return member.Outcome.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void TrainTogether(IReadOnlyList<GroupMember> members, Func<IReadOnlyList<GroupMember>>? newcomers = null)
    {
        NetworkKind kind = KindOf(members[0].Task);
        string group = GroupOf(members[0].Task);
        new Group(kind, _spectra, _place, _options).Run(Networks(members), newcomers is null ? null : () => Networks(newcomers()));

        IReadOnlyList<NetworkInTraining> Networks(IReadOnlyList<GroupMember> some)
        {
            List<NetworkInTraining> networks = [];
            foreach (GroupMember member in some)
            {
                try
                {
                    if (GroupOf(member.Task) != group)
                        throw new ArgumentException(
                            $"A task of group '{GroupOf(member.Task)}' cannot be trained in group '{group}'.");
                    member.Task.Check();
                    networks.Add(new NetworkInTraining(kind, member, new TrainingProgress(member.Task, member.Run, this)));
                }
                catch (Exception e)
                {
                    member.Fail(e);
                }
            }
            return networks;
        }
    }

    private NetworkKind KindOf(NetworkTask task) => NetworkKind.Of(task) ?? throw new UnsupportedNetworkException(Name, task);

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
