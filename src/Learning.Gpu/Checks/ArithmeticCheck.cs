using ILGPU;
using ILGPU.Runtime;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Simd;
using IonSweep.Learning.Gpu.Arithmetic;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;
using CpuExponential = IonSweep.Learning.Cpu.Kernels.Exponential<IonSweep.Learning.Cpu.Simd.SimdScalar, float>;

namespace IonSweep.Learning.Gpu.Checks;

/// <summary>
/// Compares a device's arithmetic with that of the trainer <c>cpu</c>, one vector lane wide, bit by bit. NaN counts as equal to NaN: which
/// one it is differs between processors and reaches no result.
/// </summary>
internal static unsafe class ArithmeticCheck
{
    private const int Threads = 256, Blocks = 264, Part = 1 << 20;

    private static readonly AdamStep Step = MakeStep();

    private static readonly (string Name, string Instruction, Func<float, float, float, float> Of)[] Singles =
    [
        ("a·b + c", "fma.rn.f32", SimdScalar.Fma),
        ("a + b", "add.rn.f32", (a, b, _) => SimdScalar.Add(a, b)),
        ("a − b", "sub.rn.f32", (a, b, _) => SimdScalar.Sub(a, b)),
        ("a · b", "mul.rn.f32", (a, b, _) => SimdScalar.Mul(a, b)),
        ("a / b", "div.rn.f32", (a, b, _) => SimdScalar.Div(a, b)),
        ("√a", "sqrt.rn.f32", (a, _, _) => SimdScalar.Sqrt(a)),
        ("float of int32", "cvt.rn.f32.s32", (a, _, _) => BitConverter.SingleToInt32Bits(a)),
        ("exponential", "13 of these", (a, _, _) => CpuExponential.Exp(a)),
        ("sigmoid", "16 of these", (a, _, _) => CpuExponential.Sigmoid(a)),
        ("δ·a·(1 − a)", "3 of these", (a, b, _) => SimdScalar.Mul(a, SimdScalar.Mul(b, SimdScalar.Sub(1, b)))),
        ("SiLU", "17 of these", (a, _, _) => SiluLayerReference.Compute(a).Activation),
        ("SiLU's derivative", "19 of these", (a, _, _) => SiluLayerReference.Compute(a).Derivative),
        ("Adam: parameter", "9 of these", (a, b, c) => Adam(a, b, c).Parameter),
        ("Adam: first moment", "2 of these", (a, b, c) => Adam(a, b, c).First),
        ("Adam: second moment", "3 of these", (a, b, c) => Adam(a, b, c).Second),
    ];

    private static readonly (string Name, string Instruction, Func<double, double, double, double> Of)[] Doubles =
    [
        ("a + b, double", "add.rn.f64", (a, b, _) => a + b),
        ("a − b, double", "sub.rn.f64", (a, b, _) => a - b),
        ("a · b, double", "mul.rn.f64", (a, b, _) => a * b),
        ("a / b, double", "div.rn.f64", (a, b, _) => a / b),
        ("√a, double", "sqrt.rn.f64", (a, _, _) => Math.Sqrt(a)),
        ("float of double and back", "cvt.rn.f32.f64, cvt.f64.f32", (a, _, _) => (float)a),
        ("a·b + c, double", "fma.rn.f64", Math.FusedMultiplyAdd),
        ("nearest integer, double", "cvt.rni.f64.f64", (a, _, _) => Math.Round(a)),
        ("exponential, double", "20 of these, cvt.rzi.s32.f64", (a, _, _) => PortableMath.Exp(a)),
    ];

    /// <summary>Compares all primitives.</summary>
    /// <param name="device">Where.</param>
    /// <param name="operands">Triples of operands of each.</param>
    public static IReadOnlyList<Finding> Run(GpuDevice device, int operands)
    {
        device.Accelerator.Bind();
        using AcceleratorStream stream = device.Accelerator.CreateStream();
        var singles = device.Accelerator
            .LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(ArithmeticKernel.Singles);
        var doubles = device.Accelerator
            .LoadKernel<ArrayView<double>, ArrayView<double>, ArrayView<double>, ArrayView<double>, int>(ArithmeticKernel.Doubles);
        var normals = device.Accelerator.LoadKernel<StreamWords, ArrayView<float>>(ArithmeticKernel.Normals);
        KernelConfig config = device.IsCuda ? new(Blocks, Threads) : new(1, device.Side * device.Side);
        List<Finding> findings =
        [
            .. Singles.Select(one => new Finding(one.Name, one.Instruction)),
            .. Doubles.Select(one => new Finding(one.Name, one.Instruction)),
        ];
        Finding normal = new("normal numbers of a stream", "about 40 of these, cvt.rzi.s32.f32");
        for (int first = 0; first < operands; first += Part)
        {
            int count = Math.Min(Part, operands - first);
            float[] a = Operands.Singles($"a{first}", count), b = Operands.Singles($"b{first}", count),
                c = Operands.Singles($"c{first}", count);
            using MemoryBuffer1D<float, Stride1D.Dense> da = device.Accelerator.Allocate1D(a), db = device.Accelerator.Allocate1D(b),
                dc = device.Accelerator.Allocate1D(c), results = device.Accelerator.Allocate1D<float>(count);
            float[] found = new float[count];
            for (int which = 0; which < Singles.Length; which++)
            {
                singles(stream, config, da.View, db.View, dc.View, results.View, which);
                stream.Synchronize();
                results.CopyToCPU(found);
                for (int i = 0; i < count; i++) findings[which].Take(a[i], b[i], c[i], Singles[which].Of(a[i], b[i], c[i]), found[i]);
            }
            double[] x = Operands.Doubles($"x{first}", count), y = Operands.Doubles($"y{first}", count),
                z = Operands.Doubles($"z{first}", count);
            using MemoryBuffer1D<double, Stride1D.Dense> dx = device.Accelerator.Allocate1D(x), dy = device.Accelerator.Allocate1D(y),
                dz = device.Accelerator.Allocate1D(z), dr = device.Accelerator.Allocate1D<double>(count);
            double[] foundDoubles = new double[count];
            for (int which = 0; which < Doubles.Length; which++)
            {
                doubles(stream, config, dx.View, dy.View, dz.View, dr.View, which);
                stream.Synchronize();
                dr.CopyToCPU(foundDoubles);
                for (int i = 0; i < count; i++)
                    findings[Singles.Length + which].Take(x[i], y[i], z[i], Doubles[which].Of(x[i], y[i], z[i]), foundDoubles[i]);
            }
            int whole = count / 64 * 64;
            if (whole == 0) continue;
            StreamKey key = StreamKeys.Of("check", first);
            float[] expected = new float[whole];
            NormalStream.Fill(key, 0, expected);
            StreamWords words = new()
            {
                KeyLow = (uint)key.Key,
                KeyHigh = (uint)(key.Key >> 32),
                DomainLow = (uint)key.Domain,
                DomainHigh = (uint)(key.Domain >> 32),
            };
            normals(stream, config, words, results.View.SubView(0, whole));
            stream.Synchronize();
            results.CopyToCPU(found);
            for (int i = 0; i < whole; i++) normal.Take(i, 0, 0, expected[i], found[i]);
        }
        return [.. findings, normal];
    }

    private static AdamStep MakeStep()
    {
        AdamStep step = default;
        step.OneMinusBeta1[0] = ArithmeticKernel.OneMinusBeta1;
        step.OneMinusBeta2[0] = ArithmeticKernel.OneMinusBeta2;
        step.Epsilon[0] = ArithmeticKernel.Epsilon;
        step.MinusStepSize[0] = ArithmeticKernel.MinusStepSize;
        return step;
    }

    private static (float Parameter, float First, float Second) Adam(float gradient, float first, float second)
    {
        float parameter = second;
        AdamReference.Update(gradient, ref parameter, ref first, ref second, Step);
        return (parameter, first, second);
    }
}
