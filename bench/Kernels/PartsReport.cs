using System.Diagnostics;
using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Kernels;

/// <summary>Microseconds and share of peak of every part of one step of the VAE's largest layers and of the MLP's.</summary>
internal static unsafe class PartsReport
{
    private const int Batch = 64;

    public static void Print()
    {
        KernelSet kernels = KernelSet.Choose(Environment.GetEnvironmentVariable(KernelSet.WidthVariable));
        double peak = FmaPeak.Measure();
        Console.WriteLine(
            FormattableString.Invariant($"width {kernels.Name}; FMA peak of the core {peak:F0} GFLOP/s; {Batch} rows; best of many"));
        Console.WriteLine("| layer | part | µs | GFLOP/s | share of peak |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        RowSet spectra = Workloads.Mlp().Training;
        foreach (LayerShape shape in new LayerShape[] { new(911, 64), new(64, 16), new(911, 256), new(256, 182, 2), new(91, 91),
            new(91, 256), new(256, 911) })
        {
            (DenseLayer[] layers, Parameters parameters) = DenseLayer.Stack([shape], training: true);
            ulong element = 0;
            layers[0].Initialize(StreamKeys.Of("parts"), ref element);
            RowBlock input = new(Batch, shape.Inputs), output = new(Batch, shape.Columns), delta = new(
                Batch, shape.Columns), inputDelta = new(Batch, shape.Inputs);
            for (int row = 0; row < Batch; row++)
            {
                UniformStream.Fill(StreamKeys.Of("parts-input"), (ulong)row * 1024, input.Row(row)[..shape.Inputs]);
                for (int o = 0; o < shape.Outputs; o++) delta.Row(row)[shape.Column(o)] = 1e-3f * input.Row(row)[o % shape.Inputs];
            }
            Backpropagation back = new(kernels, Batch, layers);
            double operations = 2.0 * Batch * shape.Inputs * shape.Outputs;
            RowAddresses rows = new(Batch);
            int next = 0;
            // As in training: the first layer reads other rows of the dataset in every step.
            void Gather()
            {
                if (shape.Inputs != spectra.Columns)
                {
                    for (int row = 0; row < Batch; row++) ((nint*)rows.Pointer)[row] = (nint)input.Rows[row];
                    return;
                }
                next = (next + 997) % (spectra.Count - Batch);
                rows.Gather(spectra, next, Batch);
            }
            AdamStep constants = new(1e-3, 0.9, 0.999, 1e-8, 0.5, 0.9);
            AdamStep* step = &constants;
            string name = $"{shape.Inputs}-{shape.Outputs}";
            Line("forward", operations, () => { Gather(); kernels.Forward(layers[0], rows.Pointer, Batch, output.Pointer); });
            Line("sigmoid", 0, () => kernels.Sigmoid(output.Pointer, output.Pointer, Batch, shape.Outputs, output.Stride));
            Line("input delta", operations, () => back.InputDelta(layers[0], delta, Batch, inputDelta));
            Line("gradient+Adam", operations, () => { Gather(); back.Update(layers[0], rows.Pointer, delta, Batch, *step); });
            FloatBuffer gradient = new(parameters.Count);
            gradient.Span.Fill(1e-3f);
            Line("Adam alone", 0, () => Adam<Learning.Cpu.Simd.Simd512, System.Runtime.Intrinsics.Vector512<float>>.Update(
                gradient.Pointer, parameters.Count, parameters.Values.Pointer, parameters.First.Pointer, parameters.Second.Pointer, step));

            void Line(string part, double flops, Action action)
            {
                double best = Best(action);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {part} | {best * 1e6:F1} | "
                        + $"{(flops > 0 ? (flops / best / 1e9).ToString("F0", CultureInfo.InvariantCulture) : "")} | "
                        + $"{(flops > 0 ? (flops / best / 1e9 / peak).ToString("P0", CultureInfo.InvariantCulture) : "")} |"));
            }
        }
        ConvolutionPartsReport.Print(kernels, peak);
        float[] noise = new float[128];
        double normal = Best(() => NormalStream.Fill(StreamKeys.Of("a"), 0, noise.AsSpan(0, 91)));
        Console.WriteLine(FormattableString.Invariant($"noise of one row of 91 latents: {normal * 1e9:F0} ns"));
    }

    /// <summary>Processor seconds of one call, the best of many.</summary>
    public static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        Stopwatch total = Stopwatch.StartNew();
        while (total.ElapsedMilliseconds < 400)
        {
            double start = ThreadClock.Seconds;
            for (int i = 0; i < 8; i++) action();
            best = Math.Min(best, (ThreadClock.Seconds - start) / 8);
        }
        return best;
    }
}
