using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Checks;

/// <summary>Each primitive for many operands.</summary>
internal static class ArithmeticKernel
{
    /// <summary>Constants of Adam in checks.</summary>
    public const float OneMinusBeta1 = 0.1f, OneMinusBeta2 = 0.001f, Epsilon = 3e-9f, MinusStepSize = -0.0004f;

    public static void Singles(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> results, int which)
    {
        for (int i = Grid.IdxX * Group.DimX + Group.IdxX; i < results.IntLength; i += Grid.DimX * Group.DimX)
            results[i] = Single(a[i], b[i], c[i], which);
    }

    public static void Doubles(ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> results, int which)
    {
        for (int i = Grid.IdxX * Group.DimX + Group.IdxX; i < results.IntLength; i += Grid.DimX * Group.DimX)
            results[i] = Double(a[i], b[i], c[i], which);
    }

    /// <summary>Elements of a stream of normal numbers, 64 of a group at a time.</summary>
    public static void Normals(StreamWords stream, ArrayView<float> results)
    {
        int blocks = results.IntLength / 4;
        for (int i = Grid.IdxX * Group.DimX + Group.IdxX; i < blocks; i += Grid.DimX * Group.DimX)
        {
            WordBlock words = RandomWords.Block(stream, (ulong)i);
            NormalPair first = Normal.Pair(words.X0, words.X1), second = Normal.Pair(words.X2, words.X3);
            int at = i / 16 * 64 + i % 16;
            results[at] = first.Cos;
            results[at + 16] = first.Sin;
            results[at + 32] = second.Cos;
            results[at + 48] = second.Sin;
        }
    }

    private static float Single(float a, float b, float c, int which)
    {
        switch (which)
        {
            case 0: return Rounded.Fma(a, b, c);
            case 1: return Rounded.Add(a, b);
            case 2: return Rounded.Sub(a, b);
            case 3: return Rounded.Mul(a, b);
            case 4: return Rounded.Div(a, b);
            case 5: return Rounded.Sqrt(a);
            case 6: return Rounded.ToSingle((int)Interop.FloatAsInt(a));
            case 7: return Exponential.Exp(a);
            case 8: return Exponential.Sigmoid(a);
            case 9: return Exponential.SigmoidDelta(a, b);
            case 10: return Exponential.Silu(a);
            case 11: return Exponential.SiluDerivative(a);
            case 12: return Step(a, b, c).Parameter;
            case 13: return Step(a, b, c).First;
            default: return Step(a, b, c).Second;
        }
    }

    private static double Double(double a, double b, double c, int which)
    {
        switch (which)
        {
            case 0: return Rounded.Add(a, b);
            case 1: return Rounded.Sub(a, b);
            case 2: return Rounded.Mul(a, b);
            case 3: return Rounded.Div(a, b);
            case 4: return Rounded.Sqrt(a);
            case 5: return Rounded.ToDouble(Rounded.ToSingle(a));
            case 6: return Rounded.Fma(a, b, c);
            case 7: return Rounded.Nearest(a);
            default: return DoubleExponential.Exp(a);
        }
    }

    private static AdamState Step(float gradient, float first, float second) => Adam.Update(
        new AdamState { Parameter = second, First = first, Second = second }, gradient,
        new AdamConstants
        {
            OneMinusBeta1 = OneMinusBeta1,
            OneMinusBeta2 = OneMinusBeta2,
            Epsilon = Epsilon,
            MinusStepSize = MinusStepSize,
        });
}
