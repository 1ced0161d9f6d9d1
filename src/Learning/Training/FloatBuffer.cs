namespace IonSweep.Learning.Training;

/// <summary>Zeroed floats at a fixed address on a 64-byte boundary.</summary>
public sealed unsafe class FloatBuffer
{
    private const int Alignment = 64;

    private readonly float[] _memory; // on the pinned heap: its address holds while this object is referenced

    /// <summary>Zeros.</summary>
    public FloatBuffer(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        fixed (float* start = _memory) Pointer = (float*)(((nuint)start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The first; valid while this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>All of them; valid while this object is referenced.</summary>
    public Span<float> Span => new(Pointer, Length);
}
