using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu;

/// <summary>
/// The trainer <c>cpu</c> with devices that give its bits: networks that these have kernels for are trained there, each on the device that
/// has the fewest, others on the processor. A device that fails (no memory left, the driver lost) is not asked again; its trainings go on
/// from their last checkpoints on another, or on the processor.
/// </summary>
public sealed class AcceleratedTrainer : ITrainer
{
    private readonly CpuTrainer _cpu = new();
    private readonly List<Device> _devices; // those that are not lost; also its lock
    private readonly SemaphoreSlim _processors;
    private readonly Action<TrainingDeviceException>? _lost;

    /// <param name="devices">Trainers on devices, with the bits of <c>cpu</c>.</param>
    /// <param name="grouping">How the groups of each are formed; null for the defaults.</param>
    /// <param name="processors">Trainings on the processor at once; null for one a processor.</param>
    /// <param name="lost">Told once for each device that fails.</param>
    /// <exception cref="ArgumentException">A device's trainer gives other bits.</exception>
    public AcceleratedTrainer(
        IReadOnlyCollection<IGroupTrainer> devices, GroupingOptions? grouping = null, int? processors = null,
        Action<TrainingDeviceException>? lost = null)
    {
        foreach (IGroupTrainer device in devices)
            if (device.Numerics != _cpu.Name || device.NumericsVersion != _cpu.NumericsVersion)
                throw new ArgumentException(
                    $"The trainer '{device.Name}' gives the bits of '{device.Numerics}' {device.NumericsVersion}; expected those of "
                        + $"'{_cpu.Name}' {_cpu.NumericsVersion}.", nameof(devices));
        _devices = [.. devices.Select(device => new Device(new GroupingTrainer(device, grouping)))];
        _processors = new SemaphoreSlim(processors ?? Environment.ProcessorCount);
        _lost = lost;
    }

    /// <inheritdoc/>
    public string Name => _cpu.Name;

    /// <inheritdoc/>
    public int NumericsVersion => _cpu.NumericsVersion;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Networks => _cpu.Networks;

    /// <inheritdoc/>
    public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run)
    {
        while (Enter(task) is { } device)
        {
            try
            {
                return device.Trainer.Train(task, run);
            }
            catch (TrainingDeviceException e)
            {
                bool known;
                lock (_devices) known = !_devices.Remove(device);
                if (!known) _lost?.Invoke(e);
            }
            finally
            {
                lock (_devices) device.Trainings--;
            }
        }
        _processors.Wait(run.Cancellation);
        try
        {
            return _cpu.Train(task, run);
        }
        finally
        {
            _processors.Release();
        }
    }

    private Device? Enter(NetworkTask task)
    {
        lock (_devices)
        {
            Device? device = _devices.Where(one => one.Trainer.Networks.Contains(task.Network)).MinBy(one => one.Trainings);
            if (device is not null) device.Trainings++;
            return device;
        }
    }

    private sealed class Device(GroupingTrainer trainer)
    {
        public GroupingTrainer Trainer => trainer;

        public int Trainings { get; set; }
    }
}
