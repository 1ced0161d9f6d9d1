using System.Text;

namespace IonSweep.Sweeps.Deployment.Onnx;

/// <summary>
/// One message in the wire format of Protocol Buffers. ONNX needs three kinds of fields to be written and none to be read: these lines
/// stand in the place of a package with its code generator.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly MemoryStream _bytes = new();

    /// <summary>A number: int64, int32 or an enumeration.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>A string in UTF-8.</summary>
    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message inside this one.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)message._bytes.Length);
        message._bytes.WriteTo(_bytes);
        return this;
    }

    /// <summary>The fields of another message.</summary>
    public ProtobufMessage Add(ProtobufMessage fields)
    {
        fields._bytes.WriteTo(_bytes);
        return this;
    }

    /// <summary>Bytes.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>The message so far.</summary>
    public byte[] ToBytes() => _bytes.ToArray();

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
