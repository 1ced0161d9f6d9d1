using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Kernels;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Tasks;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>A group's memory on the device, and the launches on it. Used by one thread.</summary>
internal sealed class Launcher : IDisposable
{
    private const int MostEpochs = 1024;

    private readonly GpuDevice _device;
    private readonly AcceleratorStream _stream;
    private readonly Action<AcceleratorStream, KernelConfig, DeviceMemory, NetworkShape, int> _kernel;
    private readonly DeviceHeap<Float4> _floats;
    private readonly DeviceHeap<int> _integers, _jobs, _program;
    private readonly DeviceHeap<double> _losses, _powers;
    private readonly SpectraOnDevice _spectra;
    private readonly NetworkProgram _ops;
    private readonly NetworkShape _shape;
    private readonly TimeSpan _time;
    private int _jobRoom, _lossRoom, _powerRoom;
    private int _epochs = 1;

    /// <param name="device">Where.</param>
    /// <param name="any">One of the networks of the group.</param>
    /// <param name="time">Time that a launch is to take.</param>
    public Launcher(GpuDevice device, NetworkInTraining any, TimeSpan time)
    {
        _device = device;
        _time = time;
        device.Accelerator.Bind();
        _stream = device.Accelerator.CreateStream();
        _kernel = device.Accelerator.LoadKernel<DeviceMemory, NetworkShape, int>(EpochKernel.Run);
        _floats = new(device.Accelerator, _stream);
        _integers = new(device.Accelerator, _stream);
        _jobs = new(device.Accelerator, _stream);
        _program = new(device.Accelerator, _stream);
        _losses = new(device.Accelerator, _stream);
        _powers = new(device.Accelerator, _stream);
        _spectra = new SpectraOnDevice(_floats);
        _ops = any.Program();
        TrainingOptions options = any.Task.Options;
        _shape = new NetworkShape
        {
            TrainingOps = _ops.Training.Count,
            ValidationOps = _ops.Validation.Count,
            BatchSize = _ops.BatchSize,
            ValidationRows = Cpu.Trainee.EvaluationRows,
            ParameterCount = _ops.ParameterCount,
            Values = _ops.Values,
            Targets = _ops.Targets,
            LearningRate = options.LearningRate,
            Beta1 = options.Beta1,
            Beta2 = options.Beta2,
            Epsilon = options.Epsilon,
        };
        int[] program = [.. _ops.Training.Concat(_ops.Validation).SelectMany(op => op.Encode())];
        _program.Write(_program.Take(program.Length), program);
    }

    /// <summary>Puts a network on the device.</summary>
    public NetworkOnDevice Begin(NetworkInTraining network) => new(network, _ops, _floats, _integers, _spectra);

    /// <summary>Trains all for some epochs.</summary>
    /// <returns>What each has done.</returns>
    public IReadOnlyList<Outcome> Run(IReadOnlyList<NetworkOnDevice> networks)
    {
        long start = Stopwatch.GetTimestamp();
        int epochs = _epochs;
        int[] jobs = new int[1 + networks.Count * JobField.Count], losses = new int[networks.Count + 1];
        double[] powers = new double[2 * networks.Count];
        for (int i = 0; i < networks.Count; i++)
        {
            networks[i].Job(epochs, losses[i]).CopyTo(jobs.AsSpan(1 + i * JobField.Count));
            losses[i + 1] = checked(losses[i] + epochs * networks[i].LossesPerEpoch);
            (powers[2 * i], powers[2 * i + 1]) = networks[i].Network.Progress.Powers;
        }
        Room(_jobs, ref _jobRoom, jobs.Length);
        Room(_powers, ref _powerRoom, powers.Length);
        Room(_losses, ref _lossRoom, losses[^1]);
        _jobs.Write(0, jobs);
        _powers.Write(0, powers);
        _kernel(
            _stream,
            new KernelConfig(Math.Min(networks.Count, _device.Blocks), _device.Side * _device.Side),
            new DeviceMemory
            {
                Quads = _floats.View,
                Floats = _floats.View.Cast<float>(),
                Doubles = _floats.View.Cast<double>(),
                Integers = _integers.View,
                Losses = _losses.View,
                Program = _program.View,
                Jobs = _jobs.View,
                Powers = _powers.View,
            },
            _shape, networks.Count);
        _stream.Synchronize();
        double[] written = new double[losses[^1]];
        _jobs.Read(0, jobs);
        _powers.Read(0, powers);
        _losses.Read(0, written);
        _stream.Synchronize();
        Adapt(Stopwatch.GetElapsedTime(start));
        return
        [
            .. networks.Select((network, i) => new Outcome(
                jobs[1 + i * JobField.Count + JobField.Epoch], jobs[1 + i * JobField.Count + JobField.BestEpoch],
                jobs[1 + i * JobField.Count + JobField.Halvings], (powers[2 * i], powers[2 * i + 1]),
                written.AsMemory(losses[i], losses[i + 1] - losses[i]))),
        ];
    }

    public void Dispose()
    {
        _floats.Dispose();
        _integers.Dispose();
        _jobs.Dispose();
        _program.Dispose();
        _losses.Dispose();
        _powers.Dispose();
        _stream.Dispose();
    }

    private void Adapt(TimeSpan taken)
    {
        if (taken < _time / 2 && _epochs < MostEpochs) _epochs *= 2;
        else if (taken > 2 * _time && _epochs > 1) _epochs /= 2;
    }

    // The memory of these three is one piece from 0 on.
    private static void Room<T>(DeviceHeap<T> heap, ref int room, int needed)
        where T : unmanaged
    {
        if (needed <= room) return;
        heap.Take(needed - room);
        room = needed;
    }

    /// <summary>What a launch made of a network.</summary>
    /// <param name="Epoch">Completed epochs.</param>
    /// <param name="BestEpoch">Best of them.</param>
    /// <param name="Halvings">Of its step size.</param>
    /// <param name="Powers">β₁ᵗ and β₂ᵗ.</param>
    /// <param name="Losses">Of each epoch: two sums of each step, two of each part of validation.</param>
    internal sealed record Outcome(
        int Epoch, int BestEpoch, int Halvings, (double Beta1, double Beta2) Powers, ReadOnlyMemory<double> Losses);
}
