namespace IonSweep.Learning.Cpu.Simd;

/// <summary>
/// The few vector operations that the kernels are written in. All are exact IEEE 754 operations rounded once, lanes never mix: one
/// kernel source gives the same bits at every width.
/// </summary>
/// <typeparam name="V">A vector of <see cref="Lanes"/> floats.</typeparam>
internal unsafe interface ISimd<V>
    where V : struct
{
    /// <summary>Floats in a vector: 16, 8, 4 or 1.</summary>
    static abstract int Lanes { get; }

    /// <summary>Vectors side by side in a register tile of six rows: 4 where there are 32 registers, else 2.</summary>
    static abstract int TileVectors { get; }

    static abstract V Load(float* source);

    static abstract void Store(V value, float* destination);

    static abstract V Broadcast(float value);

    static abstract V Add(V a, V b);

    static abstract V Sub(V a, V b);

    static abstract V Mul(V a, V b);

    static abstract V Div(V a, V b);

    static abstract V Sqrt(V a);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>Each lane limited to [low, high]; NaN stays NaN.</summary>
    static abstract V Clamp(V a, V low, V high);

    /// <summary>
    /// 2ⁿ for a lane that holds n + 1.5·2²³, n an integer in [−126, 127]: its lowest bits are n, shifted to where the exponent
    /// stands.
    /// </summary>
    static abstract V PowerOfTwo(V shifted);
}
