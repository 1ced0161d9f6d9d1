using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>
/// Adam (Kingma and Ba 2015) with exact root and division:
/// <code>
/// m ← m + (1−β₁)·(g − m)
/// v ← v + (1−β₂)·(g² − v)
/// p ← p − s · m / (√v + ε')      s = α·√(1−β₂ᵗ) / (1−β₁ᵗ)      ε' = ε·√(1−β₂ᵗ)
/// </code>
/// which is PyTorch's p − α/(1−β₁ᵗ) · m / (√v / √(1−β₂ᵗ) + ε), multiplied through by √(1−β₂ᵗ): as written
/// here a parameter needs 4 multiplications instead of 7, and its additions run on units that the matrix products leave idle. A parameter
/// whose gradient is always zero stays exactly as it is: padding stays zero.
/// </summary>
internal static unsafe class Adam<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>Updates <paramref name="count"/> parameters, a multiple of 16.</summary>
    /// <param name="gradient">Gradient.</param>
    /// <param name="count">Number of parameters.</param>
    /// <param name="parameters">Parameters, changed.</param>
    /// <param name="first">First moments, changed.</param>
    /// <param name="second">Second moments, changed.</param>
    /// <param name="step">Constants of this step.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Update(float* gradient, nint count, float* parameters, float* first, float* second, AdamStep* step)
    {
        for (nint n = 0; n < count; n += S.Lanes) Update(S.Load(gradient + n), parameters + n, first + n, second + n, step);
    }

    /// <summary>Updates one vector of parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update(V g, float* parameter, float* first, float* second, AdamStep* step)
    {
        V m = S.Load(first), v = S.Load(second);
        m = S.Fma(S.Sub(g, m), S.Load(step->OneMinusBeta1), m);
        v = S.Fma(S.Sub(S.Mul(g, g), v), S.Load(step->OneMinusBeta2), v);
        S.Store(m, first);
        S.Store(v, second);
        V ratio = S.Div(m, S.Add(S.Sqrt(v), S.Load(step->Epsilon)));
        S.Store(S.Fma(ratio, S.Load(step->MinusStepSize), S.Load(parameter)), parameter);
    }
}

/// <summary>
/// Constants of one Adam step, each repeated over 16 lanes: kernels read them from memory, where they cost no register.
/// </summary>
internal unsafe struct AdamStep
{
    /// <summary>1 − β₁.</summary>
    public fixed float OneMinusBeta1[Lane.Count];

    /// <summary>1 − β₂.</summary>
    public fixed float OneMinusBeta2[Lane.Count];

    /// <summary>ε'.</summary>
    public fixed float Epsilon[Lane.Count];

    /// <summary>−s.</summary>
    public fixed float MinusStepSize[Lane.Count];

    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="beta1Power">β₁ᵗ, t from 1.</param>
    /// <param name="beta2Power">β₂ᵗ.</param>
    public AdamStep(double learningRate, double beta1, double beta2, double epsilon, double beta1Power, double beta2Power)
    {
        double root = Math.Sqrt(1 - beta2Power);
        for (int lane = 0; lane < Lane.Count; lane++)
        {
            OneMinusBeta1[lane] = (float)(1 - beta1);
            OneMinusBeta2[lane] = (float)(1 - beta2);
            Epsilon[lane] = (float)(epsilon * root);
            MinusStepSize[lane] = (float)(-learningRate * root / (1 - beta1Power));
        }
    }
}

/// <summary>The plain reference of <see cref="Adam{S, V}"/>.</summary>
internal static unsafe class AdamReference
{
    public static void Update(float gradient, ref float parameter, ref float first, ref float second, in AdamStep step)
    {
        first = MathF.FusedMultiplyAdd(gradient - first, step.OneMinusBeta1[0], first);
        second = MathF.FusedMultiplyAdd(gradient * gradient - second, step.OneMinusBeta2[0], second);
        float ratio = first / (MathF.Sqrt(second) + step.Epsilon[0]);
        parameter = MathF.FusedMultiplyAdd(ratio, step.MinusStepSize[0], parameter);
    }
}
