namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Four floats that are read and written together.</summary>
internal struct Float4
{
    public float X, Y, Z, W;

    public static Float4 Of(float x, float y, float z, float w) => new() { X = x, Y = y, Z = z, W = w };
}
