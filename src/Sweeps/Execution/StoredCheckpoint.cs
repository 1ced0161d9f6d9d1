using System.Security.Cryptography;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>Keeps a training's state in the artifact store, followed by its SHA-256; a damaged one counts as none.</summary>
internal sealed class StoredCheckpoint(IArtifactStore store, string path) : ICheckpointSlot
{
    private byte[] _buffer = [];

    /// <summary>A state was found, so that the training goes on from there.</summary>
    public bool Resumed { get; private set; }

    public byte[]? Load()
    {
        byte[]? stored = store.ReadIfPossibleAsync(path).GetAwaiter().GetResult();
        if (stored is null || stored.Length < SHA256.HashSizeInBytes) return null;
        ReadOnlySpan<byte> state = stored.AsSpan(..^SHA256.HashSizeInBytes);
        if (!SHA256.HashData(state).AsSpan().SequenceEqual(stored.AsSpan(^SHA256.HashSizeInBytes..))) return null;
        Resumed = true;
        return state.ToArray();
    }

    public void Save(ReadOnlySpan<byte> state)
    {
        int length = state.Length + SHA256.HashSizeInBytes;
        if (_buffer.Length < length) _buffer = new byte[length];
        state.CopyTo(_buffer);
        SHA256.HashData(state, _buffer.AsSpan(state.Length));
        store.WriteAsync(path, _buffer.AsMemory(0, length)).GetAwaiter().GetResult();
    }

    /// <summary>Forgets the state: the work is done, or the state was another task's.</summary>
    public void Delete()
    {
        store.DeleteAsync(path).GetAwaiter().GetResult();
        Resumed = false;
    }
}
