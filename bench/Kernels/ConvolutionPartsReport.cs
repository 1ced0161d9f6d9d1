using System.Globalization;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Kernels;

/// <summary>Microseconds a spectrum and share of peak of every part of the convolutional trunk, 911 channels.</summary>
internal static unsafe class ConvolutionPartsReport
{
    private const int Spectra = 64; // one after the other, as in a batch

    public static void Print(KernelSet kernels, double peak)
    {
        CnnArchitecture architecture = new(Workloads.Channels, Workloads.Targets, Workloads.CnnAuxiliary);
        AdamStep step = new(1e-6, 0.9, 0.999, 1e-8, 0.5, 0.9);
        Console.WriteLine("| convolution | part | µs a spectrum | GFLOP/s | share of peak |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        for (int i = 0; i < architecture.Convolutions.Count; i++)
        {
            ConvolutionShape shape = architecture.Convolutions[i];
            int features = architecture.InputFeatures(i), positions = architecture.Positions[i];
            int inputSize = (i == 0 ? architecture.PaddedLength : architecture.Positions[i - 1]) * features;
            (DenseLayer[] layers, _) = DenseLayer.Stack([new LayerShape(shape.Kernel * features, shape.Features)], training: true);
            ulong element = 0;
            layers[0].Initialize(StreamKeys.Of("parts"), ref element);
            ConvolutionLayer layer = new(shape, features, positions, layers[0], kernels, training: true);
            int stride = Lane.Pad(inputSize);
            FloatBuffer input = new(Spectra * stride), sums = new(Spectra * layer.Size), activations = new(Spectra * layer.Size),
                inputDelta = new(stride);
            UniformStream.Fill(StreamKeys.Of("parts-input"), 0, input.Span);
            UniformStream.Fill(StreamKeys.Of("parts-delta"), 0, new Span<float>(layer.Delta, layer.Size));
            layer.BeginBatch(inputDelta: i > 0);
            double operations = 2.0 * positions * shape.Kernel * features * shape.Features;
            string name = string.Create(CultureInfo.InvariantCulture,
                $"{shape.Features}k{shape.Kernel}s{shape.Stride}, {positions} positions");
            Line("forward", operations, s => layer.Forward(input.Pointer + s * stride, sums.Pointer + s * layer.Size));
            Line("SiLU with derivative", 0,
                s => kernels.SiluWithDerivative(sums.Pointer + s * layer.Size, activations.Pointer + s * layer.Size, layer.Size));
            Line("SiLU's delta", 0,
                s => kernels.SiluDelta(sums.Pointer + s * layer.Size, layer.Delta, layer.Positions, layer.Features, layer.Features));
            Line("gradient", operations, s => layer.AddGradient(input.Pointer + s * stride));
            if (i > 0) Line("input delta", operations, _ => layer.InputDelta(inputDelta.Pointer));
            Line("turning weights, Adam", 0, s =>
            {
                if (s == 0) layer.BeginBatch(inputDelta: i > 0);
                if (s == 0) layer.Update(step);
            });

            void Line(string part, double flops, Action<int> action)
            {
                double best = PartsReport.Best(() =>
                {
                    for (int s = 0; s < Spectra; s++) action(s);
                }) / Spectra;
                string rate = flops > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"{flops / best / 1e9:F0} | {flops / best / 1e9 / peak:P0}") : " | ";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {part} | {best * 1e6:F2} | {rate} |"));
            }
        }
    }
}
