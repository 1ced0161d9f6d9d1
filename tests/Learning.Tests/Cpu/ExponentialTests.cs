using System.Runtime.Intrinsics;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>Our exponential and sigmoid against double precision.</summary>
public unsafe class ExponentialTests
{
    private static readonly float[] Arguments = MakeArguments();

    [Fact]
    public void Exp_is_within_one_ulp()
    {
        for (int i = 0; i < Arguments.Length; i++)
        {
            float x = Arguments[i], y = Exponential<SimdScalar, float>.Exp(x);
            double exact = Math.Exp(x), ulp = MathF.BitIncrement((float)exact) - (float)exact;
            Assert.True(Math.Abs(y - exact) <= 1.0 * ulp, $"exp({x:R}) = {y:R}, exactly {exact:R}");
        }
    }

    [Fact]
    public void Sigmoid_is_within_three_ulp()
    {
        foreach (float x in Arguments)
        {
            float y = Exponential<SimdScalar, float>.Sigmoid(x);
            double exact = 1 / (1 + Math.Exp(-x)), ulp = MathF.BitIncrement((float)exact) - (float)exact;
            Assert.True(Math.Abs(y - exact) <= 3 * ulp, $"σ({x:R}) = {y:R}, exactly {exact:R}");
        }
    }

    [Fact]
    public void All_widths_give_the_same_bits()
    {
        float[] inputs = [.. Arguments, 1000, -1000, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, -0f];
        float[] expected = Exp<SimdScalar, float>(inputs);
        Assert.Equal(expected, Exp<Simd128, Vector128<float>>(inputs));
        Assert.Equal(expected, Exp<Simd256, Vector256<float>>(inputs));
        Assert.Equal(expected, Exp<Simd512, Vector512<float>>(inputs));

        static float[] Exp<S, V>(float[] inputs)
            where S : struct, ISimd<V>
            where V : struct
        {
            FloatBuffer values = new(Lane.Pad(inputs.Length));
            inputs.CopyTo(values.Span);
            for (int i = 0; i < values.Length; i += S.Lanes) S.Store(Exponential<S, V>.Exp(S.Load(values.Pointer + i)), values.Pointer + i);
            return values.Span[..inputs.Length].ToArray();
        }
    }

    [Fact]
    public void Far_out_the_sigmoid_saturates_and_not_a_number_stays_one()
    {
        Assert.Equal(1, Exponential<SimdScalar, float>.Sigmoid(1e9f));
        Assert.Equal(1, Exponential<SimdScalar, float>.Sigmoid(float.PositiveInfinity));
        Assert.InRange(Exponential<SimdScalar, float>.Sigmoid(-1e9f), 0, 2e-38f);
        Assert.InRange(Exponential<SimdScalar, float>.Sigmoid(float.NegativeInfinity), 0, 2e-38f);
        Assert.True(float.IsNaN(Exponential<SimdScalar, float>.Sigmoid(float.NaN)));
        Assert.True(float.IsNaN(Exponential<Simd128, Vector128<float>>.Exp(Vector128.Create(float.NaN))[2]));
        Assert.True(float.IsNaN(Exponential<Simd256, Vector256<float>>.Exp(Vector256.Create(float.NaN))[5]));
        Assert.True(float.IsNaN(Exponential<Simd512, Vector512<float>>.Exp(Vector512.Create(float.NaN))[11]));
    }

    private static float[] MakeArguments()
    {
        float[] arguments = new float[200_000];
        for (int i = 0; i < arguments.Length; i++)
        {
            double t = (double)i / (arguments.Length - 1);
            // all ranges, and near zero
            arguments[i] = (float)(i % 2 == 0 ? -86.9 + 173.8 * t : Math.CopySign(Math.Exp(-20 * t), i % 4 - 2));
        }
        return arguments;
    }
}
