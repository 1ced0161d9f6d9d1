using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Four floats that are read and written together.</summary>
internal struct Float4
{
    public float X, Y, Z, W;

    public static Float4 Of(float x, float y, float z, float w) => new() { X = x, Y = y, Z = z, W = w };

    /// <summary>Element by element.</summary>
    public static Float4 Times(Float4 a, Float4 b) =>
        Of(Rounded.Mul(a.X, b.X), Rounded.Mul(a.Y, b.Y), Rounded.Mul(a.Z, b.Z), Rounded.Mul(a.W, b.W));
}
