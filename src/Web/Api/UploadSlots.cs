namespace IonSweep.Web.Api;

/// <summary>Limits how many uploads are read at once.</summary>
internal sealed class UploadSlots(ServerOptions options)
{
    private readonly SemaphoreSlim _free = new(options.ConcurrentUploads);

    /// <summary>Waits for a slot, which is free again when it is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Slot(_free);
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
