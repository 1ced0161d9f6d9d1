using System.Runtime.InteropServices;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Gpu.Kernels;
using IonSweep.Learning.Gpu.Programs;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Gpu.Groups;

/// <summary>A network's memory on the device, from its beginning to its end.</summary>
internal sealed class NetworkOnDevice
{
    private readonly DeviceHeap<Float4> _floats;
    private readonly DeviceHeap<int> _integers;
    private readonly SpectraOnDevice _spectra;
    private readonly List<(int Start, int Length)> _quads = [], _whole = [];
    private readonly int[] _job = new int[JobField.Count];
    private readonly int _parameters;

    public NetworkOnDevice(
        NetworkInTraining network, NetworkProgram program, DeviceHeap<Float4> floats, DeviceHeap<int> integers, SpectraOnDevice spectra)
    {
        Network = network;
        _floats = floats;
        _integers = integers;
        _spectra = spectra;
        int rows = network.Task.Training.Count, batch = Math.Max(program.BatchSize, Cpu.Trainee.EvaluationRows);
        _parameters = Floats(Buffers.Length * program.ParameterCount);
        _job[JobField.Parameters] = checked(4 * _parameters);
        WriteParameters();
        int workspace = Floats(program.Workspace);
        floats.Write(workspace, new Float4[program.Workspace / 4]); // padding is zero and stays so
        _job[JobField.Workspace] = checked(4 * workspace);
        _job[JobField.TrainingRows] = Integers(spectra.Take(network.Task.Training));
        _job[JobField.ValidationRows] = Integers(spectra.Take(network.Task.Validation));
        _job[JobField.Scratch] = Integers(2 * rows + 2 * batch);
        _job[JobField.TrainingCount] = rows;
        _job[JobField.ValidationCount] = network.Task.Validation.Count;
        _job[JobField.TrainingValues] = checked(4 * Floats(network.TrainingValues));
        _job[JobField.ValidationValues] = checked(4 * Floats(network.ValidationValues));
        _job[JobField.Patience] = network.Task.Options.Patience;
        _job[JobField.EpochCap] = network.Task.Options.EpochCap;
        _job[JobField.HalvingWait] = network.Task.Options.HalvingWait;
        long averaging = BitConverter.DoubleToInt64Bits(network.Task.Options.Averaging);
        _job[JobField.Averaging] = (int)averaging;
        _job[JobField.Averaging + 1] = (int)(averaging >> 32);
        Stream(JobField.BatchOrder, network.Task.BatchOrder);
        if (network.Noise is { } noise)
        {
            Stream(JobField.TrainingNoise, noise.Training);
            Stream(JobField.ValidationNoise, noise.Validation);
        }
        StepsPerEpoch = (rows + program.BatchSize - 1) / program.BatchSize;
        PartsPerEpoch = (network.Task.Validation.Count + Cpu.Trainee.EvaluationRows - 1) / Cpu.Trainee.EvaluationRows;
    }

    public NetworkInTraining Network { get; }

    public int StepsPerEpoch { get; }

    /// <summary>Parts of validation.</summary>
    public int PartsPerEpoch { get; }

    /// <summary>Doubles of an epoch's losses.</summary>
    public int LossesPerEpoch => 2 * (StepsPerEpoch + PartsPerEpoch);

    /// <summary>What the device is to know.</summary>
    /// <param name="epochs">Epochs to train at most.</param>
    /// <param name="losses">First double of its losses.</param>
    public ReadOnlySpan<int> Job(int epochs, int losses)
    {
        TrainingProgress progress = Network.Progress;
        _job[JobField.MostEpochs] = epochs;
        _job[JobField.Losses] = losses;
        _job[JobField.Epoch] = progress.Epoch;
        _job[JobField.NextRow] = progress.NextRow;
        _job[JobField.BestEpoch] = progress.BestEpoch;
        _job[JobField.Halvings] = progress.Halvings;
        _job[JobField.WaitingSince] = progress.WaitingSince;
        _job[JobField.BestLoss] = BitConverter.SingleToInt32Bits(progress.BestValidationLoss);
        return _job;
    }

    /// <summary>Brings parameters, moments, best parameters and average to the host.</summary>
    public Parameters Read()
    {
        int quads = Network.Parameters.Count / 4;
        foreach ((FloatBuffer buffer, int i) in Buffers.Select((buffer, i) => (buffer, i)))
            _floats.Read(_parameters + i * quads, MemoryMarshal.Cast<float, Float4>(buffer.Span));
        return Network.Parameters;
    }

    /// <summary>Gives all memory back.</summary>
    public void Release()
    {
        foreach ((int start, int length) in _quads) _floats.Give(start, length);
        foreach ((int start, int length) in _whole) _integers.Give(start, length);
        _spectra.Give(Network.Task.Training);
        _spectra.Give(Network.Task.Validation);
    }

    private FloatBuffer[] Buffers =>
    [
        Network.Parameters.Values, Network.Parameters.First, Network.Parameters.Second, Network.Parameters.Best,
        .. Network.Parameters.Mean.Length > 0 ? new[] { Network.Parameters.Mean } : [],
    ];

    private void WriteParameters()
    {
        int quads = Network.Parameters.Count / 4;
        foreach ((FloatBuffer buffer, int i) in Buffers.Select((buffer, i) => (buffer, i)))
            _floats.Write(_parameters + i * quads, MemoryMarshal.Cast<float, Float4>(buffer.Span));
    }

    private int Floats(int count)
    {
        int quads = (count + 3) / 4, start = _floats.Take(quads);
        _quads.Add((start, quads));
        return start;
    }

    private int Floats(float[] values)
    {
        int start = Floats(values.Length);
        float[] whole = new float[(values.Length + 3) / 4 * 4];
        values.CopyTo(whole, 0);
        _floats.Write(start, MemoryMarshal.Cast<float, Float4>(whole));
        return start;
    }

    private int Integers(int count)
    {
        int start = _integers.Take(count);
        _whole.Add((start, count));
        return start;
    }

    private int Integers(int[] values)
    {
        int start = Integers(values.Length);
        _integers.Write(start, values);
        return start;
    }

    private void Stream(int field, StreamKey key)
    {
        _job[field] = (int)key.Key;
        _job[field + 1] = (int)(key.Key >> 32);
        _job[field + 2] = (int)key.Domain;
        _job[field + 3] = (int)(key.Domain >> 32);
    }
}
