using System.Runtime.InteropServices;

namespace IonSweep.Spectra.Storage;

/// <summary>The element types that this product stores.</summary>
internal static class SafetensorsElement
{
    /// <summary>The format is little-endian and arrays are copied as they lie in memory.</summary>
    public static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Artifacts are read and written on little-endian machines only.");
    }

    public static string NameOf<T>() =>
        typeof(T) == typeof(float) ? "F32"
        : typeof(T) == typeof(double) ? "F64"
        : typeof(T) == typeof(int) ? "I32"
        : typeof(T) == typeof(long) ? "I64"
        : throw new NotSupportedException($"No safetensors element type for {typeof(T)}.");

    /// <summary>Bytes of one element; 0 for a type that is not supported.</summary>
    public static int SizeOf(string elementType) => elementType switch { "F32" or "I32" => 4, "F64" or "I64" => 8, _ => 0 };

    /// <summary>A tensor holding a copy of <paramref name="bytes"/>.</summary>
    public static SafetensorsTensor Read(string name, string elementType, int[] shape, ReadOnlySpan<byte> bytes) => elementType switch
    {
        "F32" => SafetensorsTensor.Of(name, shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray()),
        "F64" => SafetensorsTensor.Of(name, shape, MemoryMarshal.Cast<byte, double>(bytes).ToArray()),
        "I32" => SafetensorsTensor.Of(name, shape, MemoryMarshal.Cast<byte, int>(bytes).ToArray()),
        "I64" => SafetensorsTensor.Of(name, shape, MemoryMarshal.Cast<byte, long>(bytes).ToArray()),
        _ => throw new NotSupportedException($"Element type '{elementType}'."),
    };
}
