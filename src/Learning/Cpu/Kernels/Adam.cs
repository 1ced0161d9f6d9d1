using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Adam (Kingma and Ba 2015) on single parameters, in the operations of PyTorch's optimiser, with exact root and division:
/// <code>
/// m ← β₁·m + (1−β₁)·g
/// v ← β₂·v + (1−β₂)·g·g
/// p ← p − (α / (1−β₁ᵗ)) · m / (√v / √(1−β₂ᵗ) + ε)
/// </code>
/// A parameter whose gradient is always zero stays exactly as it is: padding stays zero.
/// </summary>
internal static unsafe class Adam<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Updates rows × width parameters.</summary>
    /// <param name="gradient">rows × width, dense.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Parameters in a row, a multiple of the lanes.</param>
    /// <param name="parameters">Parameters, changed.</param>
    /// <param name="first">First moments, changed.</param>
    /// <param name="second">Second moments, changed.</param>
    /// <param name="stride">Floats from one row of parameters or moments to the next.</param>
    /// <param name="step">Constants of this step.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(
        float* gradient, nint rows, nint width, float* parameters, float* first, float* second, nint stride, in AdamStep step)
    {
        V beta1 = S.Broadcast(step.Beta1), rest1 = S.Broadcast(step.OneMinusBeta1);
        V beta2 = S.Broadcast(step.Beta2), rest2 = S.Broadcast(step.OneMinusBeta2);
        V scale = S.Broadcast(step.RootScale), epsilon = S.Broadcast(step.Epsilon), minusStep = S.Broadcast(-step.StepSize);
        for (; rows > 0; rows--)
        {
            for (nint n = 0; n < width; n += S.Lanes)
            {
                V g = S.Load(gradient + n);
                V m = S.Fma(g, rest1, S.Mul(S.Load(first + n), beta1));
                V v = S.Fma(S.Mul(g, rest2), g, S.Mul(S.Load(second + n), beta2));
                S.Store(m, first + n);
                S.Store(v, second + n);
                V denominator = S.Fma(S.Sqrt(v), scale, epsilon);
                S.Store(S.Fma(minusStep, S.Div(m, denominator), S.Load(parameters + n)), parameters + n);
            }
            gradient += width;
            parameters += stride;
            first += stride;
            second += stride;
        }
    }
}

/// <summary>Constants of one Adam step.</summary>
internal readonly struct AdamStep
{
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="beta1Power">β₁ᵗ, t from 1.</param>
    /// <param name="beta2Power">β₂ᵗ.</param>
    public AdamStep(double learningRate, double beta1, double beta2, double epsilon, double beta1Power, double beta2Power)
    {
        Beta1 = (float)beta1;
        OneMinusBeta1 = (float)(1 - beta1);
        Beta2 = (float)beta2;
        OneMinusBeta2 = (float)(1 - beta2);
        RootScale = (float)(1 / Math.Sqrt(1 - beta2Power));
        Epsilon = (float)epsilon;
        StepSize = (float)(learningRate / (1 - beta1Power));
    }

    public readonly float Beta1, OneMinusBeta1, Beta2, OneMinusBeta2;

    /// <summary>1 / √(1−β₂ᵗ).</summary>
    public readonly float RootScale;

    public readonly float Epsilon;

    /// <summary>α / (1−β₁ᵗ).</summary>
    public readonly float StepSize;
}

/// <summary>The plain reference of <see cref="Adam{S, V}"/>.</summary>
internal static class AdamReference
{
    public static void Update(float gradient, ref float parameter, ref float first, ref float second, in AdamStep step)
    {
        first = MathF.FusedMultiplyAdd(gradient, step.OneMinusBeta1, first * step.Beta1);
        second = MathF.FusedMultiplyAdd(gradient * step.OneMinusBeta2, gradient, second * step.Beta2);
        float denominator = MathF.FusedMultiplyAdd(MathF.Sqrt(second), step.RootScale, step.Epsilon);
        parameter = MathF.FusedMultiplyAdd(-step.StepSize, first / denominator, parameter);
    }
}
