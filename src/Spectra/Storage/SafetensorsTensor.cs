using System.Runtime.InteropServices;

namespace IonSweep.Spectra.Storage;

/// <summary>One named array of a safetensors file. Made by the <c>Of</c> overloads: F32, F64, I32 or I64.</summary>
public abstract class SafetensorsTensor
{
    private protected SafetensorsTensor(string name, IReadOnlyList<int> shape, int count)
    {
        if (name.Length == 0 || name == SafetensorsFile.MetadataKey)
            throw new ArgumentException($"A tensor cannot be named '{name}'.", nameof(name));
        long expected = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            expected = checked(expected * size);
        }
        if (expected != count)
            throw new ArgumentException($"Tensor '{name}' has {count} values; its shape [{string.Join(", ", shape)}] holds {expected}.",
                nameof(shape));
        Name = name;
        Shape = [.. shape];
    }

    /// <summary>Name, unique within its file.</summary>
    public string Name { get; }

    /// <summary>Size of every dimension; values are row-major. Empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Element type as safetensors writes it: <c>F32</c>, <c>F64</c>, <c>I32</c> or <c>I64</c>.</summary>
    public abstract string ElementType { get; }

    /// <summary>The values as little-endian bytes.</summary>
    internal abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Bytes of one element.</summary>
    internal abstract int ElementSize { get; }

    /// <summary>An F32 tensor over <paramref name="values"/>, which are not copied.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many values.</exception>
    public static SafetensorsTensor Of(string name, IReadOnlyList<int> shape, float[] values) =>
        new SafetensorsTensor<float>(name, shape, values);

    /// <summary>An F64 tensor over <paramref name="values"/>, which are not copied.</summary>
    /// <inheritdoc cref="Of(string, IReadOnlyList{int}, float[])" path="/exception"/>
    public static SafetensorsTensor Of(string name, IReadOnlyList<int> shape, double[] values) =>
        new SafetensorsTensor<double>(name, shape, values);

    /// <summary>An I32 tensor over <paramref name="values"/>, which are not copied.</summary>
    /// <inheritdoc cref="Of(string, IReadOnlyList{int}, float[])" path="/exception"/>
    public static SafetensorsTensor Of(string name, IReadOnlyList<int> shape, int[] values) =>
        new SafetensorsTensor<int>(name, shape, values);

    /// <summary>An I64 tensor over <paramref name="values"/>, which are not copied.</summary>
    /// <inheritdoc cref="Of(string, IReadOnlyList{int}, float[])" path="/exception"/>
    public static SafetensorsTensor Of(string name, IReadOnlyList<int> shape, long[] values) =>
        new SafetensorsTensor<long>(name, shape, values);
}

/// <summary>A tensor of one of the four element types.</summary>
internal sealed class SafetensorsTensor<T>(string name, IReadOnlyList<int> shape, T[] values)
    : SafetensorsTensor(name, shape, values.Length)
    where T : unmanaged
{
    public T[] Values { get; } = values;

    public override string ElementType => SafetensorsElement.NameOf<T>();

    internal override int ElementSize => Marshal.SizeOf<T>();

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<T>(Values);
}
