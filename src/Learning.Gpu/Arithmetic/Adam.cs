namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>
/// Adam of the trainer <c>cpu</c>, operation by operation (<see cref="Learning.Cpu.Kernels.Adam{S, V}"/> has the mathematics).
/// </summary>
internal static class Adam
{
    /// <summary>One parameter with its moments after a step.</summary>
    public static AdamState Update(AdamState state, float gradient, AdamConstants step)
    {
        float m = Rounded.Fma(Rounded.Sub(gradient, state.First), step.OneMinusBeta1, state.First);
        float v = Rounded.Fma(Rounded.Sub(Rounded.Mul(gradient, gradient), state.Second), step.OneMinusBeta2, state.Second);
        float ratio = Rounded.Div(m, Rounded.Add(Rounded.Sqrt(v), step.Epsilon));
        return new AdamState { Parameter = Rounded.Fma(ratio, step.MinusStepSize, state.Parameter), First = m, Second = v };
    }

    /// <summary>ε' and −s of a step, from β₁ᵗ and β₂ᵗ.</summary>
    public static AdamConstants Constants(
        double learningRate, double beta1, double beta2, double epsilon, double beta1Power, double beta2Power)
    {
        double root = Rounded.Sqrt(Rounded.Sub(1.0, beta2Power));
        return new AdamConstants
        {
            OneMinusBeta1 = Rounded.ToSingle(Rounded.Sub(1.0, beta1)),
            OneMinusBeta2 = Rounded.ToSingle(Rounded.Sub(1.0, beta2)),
            Epsilon = Rounded.ToSingle(Rounded.Mul(epsilon, root)),
            MinusStepSize = Rounded.ToSingle(Rounded.Div(Rounded.Mul(-learningRate, root), Rounded.Sub(1.0, beta1Power))),
        };
    }
}

/// <summary>A parameter and its moments.</summary>
internal struct AdamState
{
    public float Parameter, First, Second;
}

/// <summary>Constants of one step.</summary>
internal struct AdamConstants
{
    public float OneMinusBeta1, OneMinusBeta2, Epsilon, MinusStepSize;
}
