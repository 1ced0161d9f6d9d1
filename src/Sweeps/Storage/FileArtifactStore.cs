using System.Runtime.CompilerServices;

namespace IonSweep.Sweeps.Storage;

/// <summary>
/// Artifacts as files below one folder. A write goes to a temporary file that is flushed to the disk and renamed, so that
/// neither a crash nor a full disk leaves a part. Content is read, written, flushed and listed without holding the caller's thread; only to
/// look for a name and to remove one, operating systems know nothing but a call that waits.
/// </summary>
public sealed class FileArtifactStore : IArtifactStore
{
    private const string TemporaryFolder = ".tmp"; // no artifact path begins with a dot

    private readonly string _root;

    /// <param name="folder">Made when the first artifact is written.</param>
    public FileArtifactStore(string folder) => _root = Path.GetFullPath(folder);

    /// <summary>The folder.</summary>
    public string Folder => _root;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default)
    {
        string file = Locate(path);
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableArtifactException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        PlaceAsync(path, content, overwrite: true, cancellation);

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        !File.Exists(Locate(path)) && await PlaceAsync(path, content, overwrite: false, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(File.Exists(Locate(path)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (string path in await Task.Run(() => List(prefix, cancellation), cancellation).ConfigureAwait(false)) yield return path;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        string file = Locate(path);
        try
        {
            File.Delete(file);
            // Folders are no artifacts: an empty one would only puzzle a reader.
            for (string? folder = Path.GetDirectoryName(file); folder is not null
                && folder.Length > _root.Length; folder = Path.GetDirectoryName(folder))
            {
                if (Directory.EnumerateFileSystemEntries(folder).Any()) break;
                Directory.Delete(folder);
            }
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (IOException e) when (Directory.Exists(Path.GetDirectoryName(file)) && !File.Exists(file) && !StorageErrors.IsFull(e))
        {
            // Something was written beside it meanwhile, so its folder stays.
        }
        return Task.CompletedTask;
    }

    /// <summary>Removes what writes that were killed left behind. Only for whoever holds the folder's lock.</summary>
    public void RemoveUnfinishedWrites()
    {
        string temporary = Path.Combine(_root, TemporaryFolder);
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
    }

    private string Locate(string path)
    {
        ArtifactPath.Check(path);
        return Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
    }

    private List<string> List(string prefix, CancellationToken cancellation)
    {
        // Only the folder that the prefix names is walked, not the whole store.
        string folder = prefix.Contains('/') ? prefix[..prefix.LastIndexOf('/')] : "";
        if (folder.Length > 0) ArtifactPath.Check(folder);
        string start = folder.Length > 0 ? Locate(folder) : _root;
        List<string> paths = [];
        if (!Directory.Exists(start)) return paths;
        foreach (string file in Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            string path = Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (path.StartsWith(prefix, StringComparison.Ordinal) && !path.StartsWith('.')) paths.Add(path);
        }
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    private async Task<bool> PlaceAsync(string path, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancellation)
    {
        string file = Locate(path), folder = Path.GetDirectoryName(file)!, temporary = Path.Combine(
            _root, TemporaryFolder, Guid.NewGuid().ToString("N"));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            using FileStream stream = new(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await stream.WriteAsync(content, cancellation).ConfigureAwait(false);
            return await Task.Run(() => // .NET knows no flush to the disk that is awaited
            {
                stream.Flush(flushToDisk: true);
                stream.Dispose();
                bool placed = MoveInto(temporary, file, folder, overwrite);
                if (placed) DurableFolder.Flush(folder);
                return placed;
            }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageErrors.IsFull(e))
        {
            throw new StorageFullException(
                $"No room is left to write '{path}' ({content.Length:N0} bytes) in {_root}. Make room there, then run again: it goes on "
                    + $"where it stopped.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private bool MoveInto(string temporary, string file, string folder, bool overwrite)
    {
        for (int attempt = 0; ; attempt++)
        {
            DurableFolder.Create(folder, _root);
            try
            {
                if (!overwrite) return ExclusiveMove.Try(temporary, file);
                File.Move(temporary, file, overwrite: true);
                return true;
            }
            catch (DirectoryNotFoundException) when (attempt < 10)
            {
                // A delete next to it took the emptied folder away.
            }
        }
    }
}
