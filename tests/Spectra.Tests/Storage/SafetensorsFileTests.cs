using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IonSweep.Spectra.Storage;

namespace IonSweep.Spectra.Tests.Storage;

public class SafetensorsFileTests
{
    private static readonly Dictionary<string, string> Metadata = new() { ["model"] = "mlp", ["ion"] = "Zn²⁺ \"free\"" };

    private static byte[] Example() => SafetensorsFile.Write(
        [
            SafetensorsTensor.Of("weight", [2, 3], new float[] { 1, -2, 3.5f, float.Epsilon, float.MaxValue, -0f }),
            SafetensorsTensor.Of("moment", [2], new double[] { Math.PI, 1e-300 }),
            SafetensorsTensor.Of("epoch", [], new int[] { 12 }),
            SafetensorsTensor.Of("position", [1], new long[] { long.MinValue }),
            SafetensorsTensor.Of("none", [0, 5], Array.Empty<float>()),
        ],
        Metadata);

    [Fact]
    public void Reads_back_what_was_written()
    {
        SafetensorsFile file = SafetensorsFile.Read(Example());
        Assert.Equal(["weight", "moment", "epoch", "position", "none"], file.Tensors.Select(t => t.Name));
        Assert.Equal([1, -2, 3.5f, float.Epsilon, float.MaxValue, -0f], file.Float32("weight", [2, 3]));
        Assert.Equal([Math.PI, 1e-300], file.Float64("moment"));
        Assert.Equal([12], file.Int32("epoch", []));
        Assert.Equal([long.MinValue], file.Int64("position"));
        Assert.Empty(file.Float32("none", [0, 5]));
        Assert.Equal(Metadata, file.Metadata);
    }

    [Fact]
    public void Any_float_bits_and_names_survive() => Prop.ForAll<int[], NonEmptyString>((bits, name) =>
    {
        float[] values = [.. bits.Select(BitConverter.Int32BitsToSingle)];
        string key = name.Get.Replace('\0', '0').Normalize();
        if (key == "__metadata__" || key.Any(char.IsSurrogate)) return true;
        SafetensorsFile file = SafetensorsFile.Read(
            SafetensorsFile.Write([SafetensorsTensor.Of(key, [values.Length], values)], new Dictionary<string, string>()));
        return file.Float32(key).Select(BitConverter.SingleToInt32Bits).SequenceEqual(bits);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_content_gives_equal_bytes_whatever_the_order_of_metadata()
    {
        SafetensorsTensor[] tensors = [SafetensorsTensor.Of("x", [1], new float[] { 1 })];
        Assert.Equal(
            SafetensorsFile.Write(tensors, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
            SafetensorsFile.Write(tensors, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));
    }

    /// <summary>The public format, checked without our reader: length, JSON, contiguous data, aligned for every element.</summary>
    [Fact]
    public void Layout_follows_the_public_format()
    {
        byte[] bytes = Example();
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, headerLength % 8);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        Assert.All(header.RootElement.GetProperty("__metadata__").EnumerateObject(),
            p => Assert.Equal(JsonValueKind.String, p.Value.ValueKind));

        long end = 0;
        foreach (var entry in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__")
            .OrderBy(p => p.Value.GetProperty("data_offsets")[0].GetInt64()))
        {
            long begin = entry.Value.GetProperty("data_offsets")[0].GetInt64();
            Assert.Equal(end, begin);
            Assert.Equal(0, begin % (entry.Value.GetProperty("dtype").GetString()!.EndsWith("64", StringComparison.Ordinal) ? 8 : 4));
            end = entry.Value.GetProperty("data_offsets")[1].GetInt64();
        }
        Assert.Equal(bytes.Length, 8 + headerLength + end);

        long at = 8 + headerLength + header.RootElement.GetProperty("weight").GetProperty("data_offsets")[0].GetInt64();
        Assert.Equal(3.5f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan((int)at + 8)));

        string hash = header.RootElement.GetProperty("__metadata__").GetProperty("sha256").GetString()!;
        byte[] blanked = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(bytes).Replace(hash, new string('0', 64), StringComparison.Ordinal));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(blanked)));
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        byte[] bytes = Example();
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[i] ^= (byte)(1 << bit);
                Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read(bytes));
                bytes[i] ^= (byte)(1 << bit);
            }
        }
        SafetensorsFile.Read(bytes);
    }

    [Fact]
    public void Every_truncation_and_an_extra_byte_are_noticed()
    {
        byte[] bytes = Example();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read(bytes.AsMemory(0, length)));
        Assert.Contains("1 bytes after its last tensor",
            Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read((byte[])[.. bytes, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_the_artifact_the_tensor_and_what_was_expected()
    {
        byte[] bytes = Example();
        SafetensorsFile file = SafetensorsFile.Read(bytes, "cells/0/zn2/e/model.safetensors");
        Assert.Equal(
            "cells/0/zn2/e/model.safetensors has no tensor 'bias'; it has 'weight', 'moment', 'epoch', 'position', 'none'.",
            Assert.Throws<DamagedArtifactException>(() => file.Float32("bias")).Message);
        Assert.Equal(
            "cells/0/zn2/e/model.safetensors: tensor 'weight' has element type F32; expected F64.",
            Assert.Throws<DamagedArtifactException>(() => file.Float64("weight")).Message);
        Assert.Equal(
            "cells/0/zn2/e/model.safetensors: tensor 'weight' has shape [2, 3]; expected [3, 2].",
            Assert.Throws<DamagedArtifactException>(() => file.Float32("weight", [3, 2])).Message);

        bytes[^1] ^= 1;
        Assert.StartsWith(
            "cells/0/zn2/e/model.safetensors was altered: its SHA-256 is ",
            Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read(bytes, "cells/0/zn2/e/model.safetensors")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>As Python's safetensors writes a file: no hash, its own key order.</summary>
    [Fact]
    public void A_foreign_file_is_read_when_its_hash_is_not_required()
    {
        byte[] header = Encoding.UTF8.GetBytes(
            """{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}   """);
        byte[] bytes = new byte[8 + header.Length + 8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 + header.Length), 7);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12 + header.Length), 0.5f);

        Assert.Contains("sha256", Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read(bytes)).Message,
            StringComparison.Ordinal);
        SafetensorsFile file = SafetensorsFile.Read(bytes, requireHash: false);
        Assert.Equal([7], file.Int32("a"));
        Assert.Equal([0.5f], file.Float32("b"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", "BF16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", "takes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "begin at 0")]
    [InlineData("[]", "StartObject")]
    [InlineData("", "header")]
    public void A_wrong_header_is_rejected(string header, string expected)
    {
        byte[] bytes = new byte[8 + header.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(8));
        Assert.Contains(expected, Assert.Throws<DamagedArtifactException>(() => SafetensorsFile.Read(bytes, requireHash: false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_tensors_are_refused_on_writing()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("a", [2, 2], new float[3]));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("__metadata__", [1], new float[1]));
        SafetensorsTensor a = SafetensorsTensor.Of("a", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([a, a], new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([a], new Dictionary<string, string> { ["sha256"] = "" }));
    }
}
