using BenchmarkDotNet.Attributes;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Spectra.Streams;

namespace IonSweep.Kernels;

/// <summary>
/// One layer's kernels on a batch of 64: <c>dotnet run -c Release --project bench/Kernels -- --filter '*Layer*'</c>.
/// </summary>
public unsafe class LayerBenchmarks
{
    private const int Batch = 64;

    private KernelSet _kernels = null!;
    private DenseLayer _layer = null!;
    private Backpropagation _backpropagation = null!;
    private RowBlock _input = null!, _output = null!, _delta = null!, _inputDelta = null!;

    /// <summary>Vector width.</summary>
    [Params("512", "256", "128")]
    public string Width { get; set; } = "";

    /// <summary>Inputs and outputs: the MLP's first layer, the VAE's largest and smallest.</summary>
    [Params("911-64", "256-911", "91-91")]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Layer.Split('-').Select(int.Parse)];
        _kernels = KernelSet.Choose(Width);
        (DenseLayer[] layers, _) = DenseLayer.Stack([new LayerShape(sizes[0], sizes[1])], training: true);
        _layer = layers[0];
        ulong element = 0;
        _layer.Initialize(StreamKeys.Of("bench"), ref element);
        _backpropagation = new Backpropagation(_kernels, Batch, layers);
        _input = new RowBlock(Batch, sizes[0]);
        _output = new RowBlock(Batch, _layer.Columns);
        _delta = new RowBlock(Batch, _layer.Columns);
        _inputDelta = new RowBlock(Batch, sizes[0]);
        for (int row = 0; row < Batch; row++)
        {
            UniformStream.Fill(StreamKeys.Of("bench-input"), (ulong)row * 1024, _input.Row(row)[..sizes[0]]);
            UniformStream.Fill(StreamKeys.Of("bench-delta"), (ulong)row * 1024, _delta.Row(row)[..sizes[1]]);
        }
    }

    [Benchmark]
    public void Forward() => _kernels.Forward(_layer, _input.Rows, Batch, _output.Pointer);

    [Benchmark]
    public void Sigmoid() => _kernels.Sigmoid(_output.Pointer, _output.Pointer, Batch, _layer.Outputs, _output.Stride);

    [Benchmark]
    public void InputDelta() => _backpropagation.InputDelta(_layer, _delta, Batch, _inputDelta);

    [Benchmark]
    public void GradientAndAdam() =>
        _backpropagation.Update(_layer, _input.Rows, _delta, Batch, new AdamStep(1e-6, 0.9, 0.999, 1e-8, 0.5, 0.9));
}

/// <summary>Random numbers of one step and one epoch.</summary>
public class StreamBenchmarks
{
    private readonly float[] _noise = new float[91];
    private readonly int[] _order = new int[Workloads.TrainingRows];
    private readonly StreamKey _key = StreamKeys.Of("bench");

    [Benchmark]
    public void NoiseOfOneRow() => NormalStream.Fill(_key, 0, _noise);

    [Benchmark]
    public void OrderOfOneEpoch() => Permutation.Fill(_key, 0, _order);
}
