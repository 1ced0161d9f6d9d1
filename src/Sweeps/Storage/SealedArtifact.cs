using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Storage;

/// <summary>Reads artifacts that can be made again: a damaged one counts as none.</summary>
public static class SealedArtifact
{
    /// <summary>The content of a sealed artifact; null when it is absent, truncated, altered or cannot be read.</summary>
    public static async Task<T?> ReadSealedAsync<T>(this IArtifactStore store, string path, CancellationToken cancellation = default)
        where T : class =>
        SealedJson.Open<T>(await store.ReadIfPossibleAsync(path, cancellation));

    /// <summary>An artifact's bytes; null when it is absent or cannot be read.</summary>
    public static async Task<byte[]?> ReadIfPossibleAsync(this IArtifactStore store, string path, CancellationToken cancellation = default)
    {
        try
        {
            return await store.ReadAsync(path, cancellation);
        }
        catch (UnreadableArtifactException)
        {
            return null;
        }
    }
}
