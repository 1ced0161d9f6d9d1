using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// The trainer of the core tier: SIMD kernels on one core per call, the widest vectors of the machine, the same bits on every machine.
/// The environment variable <c>IONSWEEP_SIMD</c> (<c>scalar</c>, <c>128</c>, <c>256</c>, <c>512</c>) forces a width.
/// </summary>
public sealed class CpuTrainer : ITrainer
{
    /// <summary>What makes a network and its data of a task: the only list of the networks that this trainer has.</summary>
    private static readonly Dictionary<string, Func<NetworkTask, KernelSet, Trainee>> Known = new()
    {
        [MlpTask.Kind] = (task, kernels) => new MlpTrainee((MlpTask)task, kernels),
        [MlpTask.AveragedKind] = (task, kernels) => new MlpTrainee((MlpTask)task, kernels),
        [MlpTask.FallingKind] = (task, kernels) => new MlpTrainee((MlpTask)task, kernels),
        [MlpTask.AveragedFallingKind] = (task, kernels) => new MlpTrainee((MlpTask)task, kernels),
        [VaeTask.Kind] = (task, kernels) => new VaeTrainee((VaeTask)task, kernels),
        [CnnTask.Kind] = (task, kernels) => new CnnTrainee((CnnTask)task, kernels),
    };

    /// <summary>Version of the bits, which other trainers may give too.</summary>
    internal const int BitsVersion = 2;

    private readonly KernelSet _kernels;
    private readonly Dictionary<string, Func<NetworkTask, KernelSet, Trainee>> _trainees = Known;

    /// <summary>A trainer with the widest vectors of this machine.</summary>
    /// <exception cref="ArgumentException"><c>IONSWEEP_SIMD</c> names no width.</exception>
    public CpuTrainer()
        : this(KernelSet.Choose())
    {
    }

    internal CpuTrainer(KernelSet kernels) => _kernels = kernels;

    /// <summary>A trainer that has one more kind of network.</summary>
    internal CpuTrainer(string network, Func<NetworkTask, KernelSet, Trainee> trainee)
        : this() => _trainees = new(Known) { [network] = trainee };

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public int NumericsVersion => BitsVersion;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Networks => _trainees.Keys;

    /// <summary>Vector width in bits, or <c>scalar</c>; influences speed only.</summary>
    public string VectorWidth => _kernels.Name;

    /// <inheritdoc/>
    public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run)
    {
        if (!_trainees.TryGetValue(task.Network, out Func<NetworkTask, KernelSet, Trainee>? make))
            throw new UnsupportedNetworkException(Name, task);
        task.Check();
        Trainee<TWeights> trainee = (Trainee<TWeights>)make(task, _kernels);
        TrainingHistory history = TrainingLoop.Run(trainee, task, new TrainingProgress(task, run, this));
        return new Trained<TWeights>(trainee.Export(), history);
    }
}
