using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu.Checks;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Groups;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu;

/// <summary>
/// The trainer <c>gpu</c>: many networks at once on a CUDA device, one block of threads each, with the bits of the trainer <c>cpu</c>:
/// its random numbers, its sums in its order, its stopping rule, its checkpoints. <b>Experimental: not yet run on a device</b>; what is
/// known of its bits was found on the processor, on which its kernels run too.
/// </summary>
public sealed class GpuTrainer : IGroupTrainer, IDisposable
{
    /// <summary>Most bytes of all networks on a device by <see cref="MemoryOf"/>: kernels count floats in 31 bits.</summary>
    public const long MostBytes = 8L << 30;

    private readonly GpuDevice _device;
    private readonly GpuOptions _options;

    /// <summary>Finds the device.</summary>
    /// <exception cref="GpuUnavailableException">There is none that can be used; the message says what to do.</exception>
    public GpuTrainer(GpuOptions? options = null)
        : this(GpuDevice.Cuda(options?.Index ?? 0), options)
    {
    }

    internal GpuTrainer(GpuDevice device, GpuOptions? options = null)
    {
        _device = device;
        _options = options ?? new GpuOptions();
    }

    /// <summary>The same kernels on the processor, block by block: slow, and the bits of the trainer <c>cpu</c>.</summary>
    public static GpuTrainer OnCpu(GpuOptions? options = null) => new(GpuDevice.OnCpu(), options);

    /// <inheritdoc/>
    public string Name => "gpu";

    /// <inheritdoc/>
    public string Numerics => "cpu";

    /// <inheritdoc/>
    public int NumericsVersion => CpuTrainer.BitsVersion;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Networks => NetworkKind.Networks;

    /// <summary>E.g. <c>NVIDIA H200 (cuda:0)</c>.</summary>
    public string Device => _device.Name;

    /// <summary>Networks that train at once; others of a group wait for a block.</summary>
    public int Blocks => _device.Blocks;

    /// <summary>The device's memory, bytes.</summary>
    public long Memory => _device.Accelerator.MemorySize;

    /// <summary>
    /// Compares the device's arithmetic with the trainer <c>cpu</c>'s, 100,000 operands of each primitive, which takes about a second.
    /// </summary>
    /// <exception cref="GpuUnavailableException">A primitive has other bits: which, and the first operands.</exception>
    public void CheckArithmetic()
    {
        IReadOnlyList<Finding> findings;
        try
        {
            findings = ArithmeticCheck.Run(_device, 100_000);
        }
        catch (Exception e)
        {
            throw new GpuUnavailableException($"The device {Device} fails at its first kernels: {e.Message}", e);
        }
        if (findings.FirstOrDefault(finding => finding.Differences > 0) is { } other)
            throw new GpuUnavailableException(
                $"The device {Device} does not compute as the trainer cpu does, so its results would differ: {other.First}. "
                    + "Please report this; sweeps are trained with cpu.");
    }

    /// <inheritdoc/>
    public string GroupOf(NetworkTask task)
    {
        Require(task);
        TrainingOptions options = task.Options;
        return FormattableString.Invariant($"{task.ArchitectureSlug} lr {options.LearningRate} beta {options.Beta1} {options.Beta2} ")
            + FormattableString.Invariant($"epsilon {options.Epsilon} batch {options.BatchSize}");
    }

    /// <inheritdoc/>
    public long MemoryOf(NetworkTask task)
    {
        Require(task);
        return NetworkKind.MemoryOf(task);
    }

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
        string group = GroupOf(members[0].Task);
        new Group(_device, _options).Run(Begin(members), newcomers is null ? null : () => Begin(newcomers()));

        IReadOnlyList<NetworkInTraining> Begin(IReadOnlyList<GroupMember> some)
        {
            List<NetworkInTraining> networks = [];
            foreach (GroupMember member in some)
            {
                try
                {
                    if (GroupOf(member.Task) != group)
                        throw new ArgumentException($"A task of group '{GroupOf(member.Task)}' cannot be trained in group '{group}'.");
                    member.Task.Check();
                    networks.Add(NetworkKind.Begin(member, new TrainingProgress(member.Task, member.Run, this)));
                }
                catch (Exception e)
                {
                    member.Fail(e);
                }
            }
            return networks;
        }
    }

    /// <summary>Lets the device go; no training may run.</summary>
    public void Dispose() => _device.Dispose();

    private void Require(NetworkTask task)
    {
        if (!NetworkKind.Has(task)) throw new UnsupportedNetworkException(Name, task);
    }
}
