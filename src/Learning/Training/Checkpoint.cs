using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using IonSweep.Learning.Tasks;

namespace IonSweep.Learning.Training;

/// <summary>
/// A training's whole state as bytes, little-endian: <c>ionsweep</c>, format version (int32), description of the task (int32 length,
/// UTF-8), epoch, rows done in the running epoch and best epoch (int32 each), loss sum, β₁ᵗ and β₂ᵗ (float64 each), number of
/// parameters (int32), then float32: training losses, validation losses (one per epoch), parameters, first and second moments, best
/// parameters, and where it is kept their average. Resuming from it gives the same bits as never having stopped.
/// </summary>
internal sealed class Checkpoint(ICheckpointSlot slot, TaskDescription description)
{
    private const int FormatVersion = 1;
    private static readonly byte[] Magic = "ionsweep"u8.ToArray();

    private readonly byte[] _description = Encoding.UTF8.GetBytes(description.Text);
    private byte[] _buffer = [];

    /// <summary>Stores the state.</summary>
    public void Save(in TrainingState state, Parameters parameters)
    {
        int size = checked(
            Magic.Length + 2 * sizeof(int) + _description.Length + 4 * sizeof(int) + 3 * sizeof(double)
            + sizeof(float) * (2 * state.Epoch + 4 * parameters.Count + parameters.Mean.Length));
        if (_buffer.Length < size) _buffer = new byte[size + 2 * sizeof(float) * 256]; // room for the epochs to come
        Span<byte> rest = _buffer;
        Put(ref rest, Magic);
        Put(ref rest, FormatVersion);
        Put(ref rest, _description.Length);
        Put(ref rest, _description);
        Put(ref rest, state.Epoch);
        Put(ref rest, state.NextRow);
        Put(ref rest, state.BestEpoch);
        Put(ref rest, state.LossSum);
        Put(ref rest, state.Powers.Beta1);
        Put(ref rest, state.Powers.Beta2);
        Put(ref rest, parameters.Count);
        Put(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(state.TrainingLosses)));
        Put(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(state.ValidationLosses)));
        foreach (FloatBuffer values in Buffers(parameters)) Put(ref rest, MemoryMarshal.AsBytes(values.Span));
        slot.Save(_buffer.AsSpan(0, size));
    }

    /// <summary>Takes the stored state; null when there is none.</summary>
    /// <param name="parameters">Receive the stored ones.</param>
    /// <exception cref="CheckpointMismatchException">The state belongs to another task, trainer or version, or is not one.</exception>
    public TrainingState? TryRestore(Parameters parameters)
    {
        byte[]? stored = slot.Load();
        if (stored is null) return null;
        ReadOnlySpan<byte> rest = stored;
        if (!Take(ref rest, Magic.Length).SequenceEqual(Magic)) throw Mismatch("it does not begin like a checkpoint");
        int version = Int32(ref rest);
        if (version != FormatVersion) throw Mismatch($"it has format version {version}, this program writes {FormatVersion}");
        string text = Encoding.UTF8.GetString(Take(ref rest, Int32(ref rest)));
        if (description.DifferenceFrom(new TaskDescription(text)) is { } difference) throw Mismatch(difference);

        int epoch = Int32(ref rest), nextRow = Int32(ref rest), bestEpoch = Int32(ref rest);
        double lossSum = Double(ref rest), beta1Power = Double(ref rest), beta2Power = Double(ref rest);
        int count = Int32(ref rest);
        long expected = sizeof(float) * (2L * epoch + 4L * count + parameters.Mean.Length);
        if (count != parameters.Count || epoch < 0 || rest.Length != expected)
            throw Mismatch(
                $"it holds {count} parameters, {epoch} epochs and {rest.Length} bytes of them; expected {parameters.Count} parameters and "
                    + $"{expected} bytes");
        List<float> training = Losses(ref rest, epoch), validation = Losses(ref rest, epoch);
        foreach (FloatBuffer values in Buffers(parameters))
            Take(ref rest, values.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(values.Span));
        return new TrainingState(epoch, nextRow, bestEpoch, lossSum, (beta1Power, beta2Power), training, validation);
    }

    private static List<float> Losses(ref ReadOnlySpan<byte> rest, int epochs) =>
        [.. MemoryMarshal.Cast<byte, float>(Take(ref rest, epochs * sizeof(float)))];

    private static FloatBuffer[] Buffers(Parameters parameters) =>
        [parameters.Values, parameters.First, parameters.Second, parameters.Best, parameters.Mean];

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void Put(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[sizeof(int)..];
    }

    private static void Put(ref Span<byte> rest, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
        rest = rest[sizeof(double)..];
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length < 0 || length > rest.Length) throw Mismatch("it ends too early");
        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static int Int32(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)));

    private static double Double(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadDoubleLittleEndian(Take(ref rest, sizeof(double)));

    private static CheckpointMismatchException Mismatch(string difference) => new(
        $"The checkpoint does not belong to this training: {difference}. Remove it to train from the beginning.");
}
