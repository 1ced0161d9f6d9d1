namespace IonSweep.Web.Api;

/// <summary>Limits how many uploads are read at once.</summary>
internal sealed class UploadSlots(ServerOptions options)
{
    /// <summary>One slot an upload.</summary>
    public SemaphoreSlim Free { get; } = new(options.ConcurrentUploads);
}
