using System.Security.Cryptography;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Keeps a training's state in the artifact store, followed by its SHA-256; a damaged one counts as none. States are written while the
/// training goes on, the latest where several wait.
/// </summary>
internal sealed class StoredCheckpoint : ICheckpointSlot
{
    private readonly IArtifactStore _store;
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly byte[]? _stored;
    private byte[]? _waiting;
    private bool _isWriting;
    private Task _writing = Task.CompletedTask;

    private StoredCheckpoint(IArtifactStore store, string path, byte[]? stored) => (_store, _path, _stored) = (store, path, stored);

    /// <summary>A state was found, so that the training goes on from there.</summary>
    public bool Resumed { get; private set; }

    /// <summary>The checkpoint at a path, whether or not there is one.</summary>
    public static async Task<StoredCheckpoint> OpenAsync(IArtifactStore store, string path)
    {
        byte[]? stored = await store.ReadIfPossibleAsync(path);
        if (stored is null || stored.Length < SHA256.HashSizeInBytes) return new StoredCheckpoint(store, path, null);
        byte[] state = stored[..^SHA256.HashSizeInBytes];
        return new StoredCheckpoint(
            store, path, SHA256.HashData(state).AsSpan().SequenceEqual(stored.AsSpan(^SHA256.HashSizeInBytes..)) ? state : null);
    }

    public byte[]? Load()
    {
        Resumed = _stored is not null;
        return _stored;
    }

    /// <exception cref="StorageFullException">An earlier state could not be written.</exception>
    public void Save(ReadOnlySpan<byte> state)
    {
        byte[] bytes = new byte[state.Length + SHA256.HashSizeInBytes];
        state.CopyTo(bytes);
        SHA256.HashData(state, bytes.AsSpan(state.Length));
        lock (_gate)
        {
            if (_writing.IsFaulted) _writing.GetAwaiter().GetResult(); // throws why
            _waiting = bytes;
            if (_isWriting) return;
            _isWriting = true;
            _writing = Task.Run(WriteAsync);
        }
    }

    /// <summary>Completes when the last state that was saved is stored.</summary>
    /// <exception cref="StorageFullException">It could not be written.</exception>
    public Task FlushAsync()
    {
        lock (_gate) return _writing;
    }

    /// <summary>Forgets the state: the work is done.</summary>
    public async Task DeleteAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (IOException)
        {
            // it is of no use any more
        }
        await _store.DeleteAsync(_path);
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            byte[] next;
            lock (_gate)
            {
                if (_waiting is null)
                {
                    _isWriting = false;
                    return;
                }
                (next, _waiting) = (_waiting, null);
            }
            await _store.WriteAsync(_path, next);
        }
    }
}
