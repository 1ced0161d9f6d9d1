using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Storage.Azure;

/// <summary>
/// Artifacts as block blobs of one container. A blob appears or changes whole, at the service's commit; its metadata carry its
/// SHA-256, which every read checks. Failures of the service come as <see cref="IOException"/> after the retries.
/// </summary>
public sealed class BlobArtifactStore : IArtifactStore
{
    private const string HashKey = "sha256", WriterKey = "writer";

    private readonly BlobContainerClient _container;

    /// <summary>Opens no connection yet.</summary>
    /// <exception cref="ArgumentException">The options are unusable; says why.</exception>
    public BlobArtifactStore(BlobStoreOptions options)
    {
        if (options.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
        BlobClientOptions client = new()
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = options.Retries,
                Delay = TimeSpan.FromMilliseconds(250),
                MaxDelay = TimeSpan.FromSeconds(4),
                NetworkTimeout = TimeSpan.FromSeconds(60),
            },
        };
        BlobServiceClient service = options.ConnectionString.Length > 0
            ? new BlobServiceClient(options.ConnectionString, client)
            : new BlobServiceClient(options.Endpoint, new DefaultAzureCredential(), client);
        _container = service.GetBlobContainerClient(options.Container);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellation = default)
    {
        BlobClient blob = Blob(path);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Response<BlobDownloadStreamingResult> answer = await blob.DownloadStreamingAsync(cancellationToken: cancellation)
                    .ConfigureAwait(false);
                using BlobDownloadStreamingResult download = answer.Value;
                byte[] content = GC.AllocateUninitializedArray<byte>(checked((int)download.Details.ContentLength));
                await download.Content.ReadExactlyAsync(content, cancellation).ConfigureAwait(false);
                // Bytes altered on their way come right at the second try. Those altered where they are kept are the reader's to
                // notice, as with files: every artifact is sealed.
                if (attempt > 0 || !download.Details.Metadata.TryGetValue(HashKey, out string? expected) || Hash(content) == expected)
                    return content;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
            catch (Exception e) when (IsServiceFailure(e))
            {
                throw Failure("read", path, e);
            }
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        await UploadAsync(path, content, conditions: null, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        await UploadAsync(path, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string path, CancellationToken cancellation = default)
    {
        try
        {
            return await Blob(path).ExistsAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsServiceFailure(e))
        {
            throw Failure("look for", path, e);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using IAsyncEnumerator<BlobItem> blobs = _container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, prefix, cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await blobs.MoveNextAsync().ConfigureAwait(false)) yield break;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                yield break; // no container yet
            }
            catch (Exception e) when (IsServiceFailure(e))
            {
                throw Failure("list", prefix, e);
            }
            yield return blobs.Current.Name;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        try
        {
            await Blob(path).DeleteIfExistsAsync(cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsServiceFailure(e))
        {
            throw Failure("delete", path, e);
        }
    }

    private BlobClient Blob(string path)
    {
        ArtifactPath.Check(path);
        return _container.GetBlobClient(path);
    }

    private async Task<bool> UploadAsync(string path, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions,
        CancellationToken cancellation)
    {
        BlobClient blob = Blob(path);
        string writer = Guid.NewGuid().ToString("n");
        BlobUploadOptions options = new()
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = path.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream"
            },
            Metadata = new Dictionary<string, string> { [HashKey] = Hash(content.Span), [WriterKey] = writer },
            TransferOptions = new StorageTransferOptions
            {
                InitialTransferSize = 32 << 20,
                MaximumTransferSize = 8 << 20,
                MaximumConcurrency = 4
            },
        };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await using MemoryStream stream = AsStream(content);
                await blob.UploadAsync(stream, options, cancellation).ConfigureAwait(false);
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound && attempt == 0)
            {
                await CreateContainerAsync(cancellation).ConfigureAwait(false);
            }
            catch (RequestFailedException e) when (conditions is not null && e.Status is 409 or 412
                && e.ErrorCode != BlobErrorCode.ContainerBeingDeleted)
            {
                // A retry after an answer that was lost finds the blob that the first try made.
                return await WriterOfAsync(blob, cancellation).ConfigureAwait(false) == writer;
            }
            catch (Exception e) when (IsServiceFailure(e))
            {
                throw Failure("write", path, e);
            }
        }
    }

    private async Task CreateContainerAsync(CancellationToken cancellation)
    {
        try
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsServiceFailure(e))
        {
            throw Failure("make the container of", "", e);
        }
    }

    private static async Task<string?> WriterOfAsync(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false);
            return properties.Metadata.TryGetValue(WriterKey, out string? writer) ? writer : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null; // deleted meanwhile: whoever made it, it was not changed by us
        }
        catch (Exception e) when (IsServiceFailure(e))
        {
            throw Failure("look at", blob.Name, e);
        }
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static MemoryStream AsStream(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    /// <summary>Also the aggregate of all tries, and an identity that got no token.</summary>
    private static bool IsServiceFailure(Exception e) =>
        e is RequestFailedException or AggregateException or AuthenticationFailedException
            || (e is IOException and not StorageFullException);

    private static IOException Failure(string what, string path, Exception e)
    {
        RequestFailedException? request = (e as AggregateException)?.InnerExceptions.OfType<RequestFailedException>().LastOrDefault()
            ?? e as RequestFailedException;
        if (request?.Status == 507)
            return new StorageFullException($"Blob storage has no room for '{path}'; make room and submit the sweep again.", e);
        string reason = request?.ErrorCode is { Length: > 0 } code ? $"HTTP {request.Status} {code}"
            : (e as AggregateException)?.InnerExceptions[^1].Message ?? e.Message;
        return new IOException($"Blob storage could not {what} '{path}': {reason.Split('\n')[0].TrimEnd()}.", e);
    }
}
