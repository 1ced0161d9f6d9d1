namespace IonSweep.Sweeps.Storage;

/// <summary>
/// Keeps artifacts under paths of lower-case letters, digits, hyphens, dots and slashes. Writes are atomic: a reader sees the old
/// artifact or the new one whole, never a part. Implemented on files and on blobs.
/// </summary>
public interface IArtifactStore
{
    /// <summary>The artifact's bytes, or null when there is none.</summary>
    /// <exception cref="UnreadableArtifactException">It is there, but cannot be read.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default);

    /// <summary>Writes or replaces an artifact.</summary>
    /// <exception cref="StorageFullException">There is no room; nothing was changed.</exception>
    Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Writes an artifact unless one stands there already.</summary>
    /// <returns>False when one stood there; it was not changed.</returns>
    /// <exception cref="StorageFullException">There is no room; nothing was changed.</exception>
    Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>True when there is an artifact at this path.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken cancellation = default);

    /// <summary>Paths that begin with <paramref name="prefix"/>, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Removes an artifact; no error when there is none.</summary>
    Task DeleteAsync(string path, CancellationToken cancellation = default);
}

/// <summary>One artifact is there, but cannot be read, while the store as a whole works. The message names it and why.</summary>
public sealed class UnreadableArtifactException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A store has no room left. The message names the path and what to do.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner);
