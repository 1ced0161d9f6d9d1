using System.Collections.Concurrent;
using System.Globalization;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Security;

/// <summary>What of a person's share an endpoint takes.</summary>
internal enum QuotaKind
{
    /// <summary>A sweep that runs afterwards.</summary>
    RunningSweep,

    /// <summary>Bytes that are stored.</summary>
    Upload,
}

/// <summary>Says what endpoints take.</summary>
internal static class QuotaKinds
{
    /// <summary>The endpoint takes of this share.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder endpoints, QuotaKind kind) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new Taken(kind)));
        return endpoints;
    }

    /// <summary>What an endpoint takes; null for nothing.</summary>
    public static QuotaKind? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Taken>()?.Kind;

    private sealed record Taken(QuotaKind Kind);
}

/// <summary>
/// Keeps each person to their share: sweeps that run at once, theirs and in all, and uploads of a day, in number and bytes. Whose a sweep
/// is and what was uploaded is known to this process alone: a restart forgets it, and several gateways count apart.
/// </summary>
internal sealed class Quotas(RequestDelegate next, ServerOptions options, ISweepService service)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), AskAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _owners = new();
    private readonly SemaphoreSlim _starting = new(1, 1); // so that two starts do not take the same last place
    private readonly Lock _gate = new(); // guards uploads
    private readonly Dictionary<string, Uploads> _uploads = [];

    /// <summary>Runs one request, or refuses it.</summary>
    public Task InvokeAsync(HttpContext context) => QuotaKinds.Of(context) switch
    {
        QuotaKind.RunningSweep => StartAsync(context, Visitor.Of(context).Name),
        QuotaKind.Upload => UploadAsync(context, Visitor.Of(context).Name),
        _ => next(context),
    };

    private async Task StartAsync(HttpContext context, string name)
    {
        await _starting.WaitAsync(context.RequestAborted);
        try
        {
            string asked = context.Request.RouteValues["id"] as string ?? context.Request.Query["id"].ToString();
            string[] running =
            [
                .. (await service.ListAsync(context.RequestAborted)).Where(one => one.Status == SweepStatus.Running).Select(one => one.Id),
            ];
            foreach (string ended in _owners.Keys.Except(running)) _owners.TryRemove(ended, out _);
            int own = running.Count(id => _owners.GetValueOrDefault(id) == name);
            if (!running.Contains(asked) && (running.Length >= options.RunningSweeps || own >= options.RunningSweepsEach))
            {
                await RefuseAsync(context, AskAgain, running.Length >= options.RunningSweeps
                    ? $"{running.Length} sweeps run, and this server runs {options.RunningSweeps} at once. Wait until one has ended."
                    : $"{own} sweeps of '{name}' run, and each person may have {options.RunningSweepsEach}. Wait until one has ended, or "
                        + "cancel one.");
                return;
            }
            await next(context);
            if (context.Response.StatusCode >= 400) return;
            string id = context.Response.Headers.Location.ToString().Split('/')[^1];
            if (id.Length == 0) id = asked;
            if (id.Length > 0) _owners.TryAdd(id, name);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task UploadAsync(HttpContext context, string name)
    {
        Uploads used = Of(name);
        long announced = context.Request.ContentLength ?? 0;
        string? over = used.Count >= options.UploadsEach ? Text($"'{name}' has stored {used.Count} files since {used.Since:HH:mm} UTC, ")
                + $"and each person may store {options.UploadsEach} a day."
            : used.Bytes + announced > options.UploadBytesEach
                ? Text($"'{name}' has sent {used.Bytes} bytes since {used.Since:HH:mm} UTC, ")
                + $"this would be {announced} more, and each person may send {options.UploadBytesEach} a day."
            : null;
        if (over is not null)
        {
            await RefuseAsync(context, used.Since + Day - options.Clock.GetUtcNow(), over);
            return;
        }
        CountedBody body = new(context.Request.Body);
        context.Request.Body = body;
        try
        {
            await next(context);
        }
        finally
        {
            lock (_gate)
            {
                used = Of(name);
                _uploads[name] = used with { Count = used.Count + 1, Bytes = used.Bytes + body.Count };
            }
        }
    }

    private Uploads Of(string name)
    {
        lock (_gate)
        {
            DateTimeOffset now = options.Clock.GetUtcNow();
            return _uploads.TryGetValue(name, out Uploads? used) && now < used.Since + Day ? used : new Uploads(now, 0, 0);
        }
    }

    private static async Task RefuseAsync(HttpContext context, TimeSpan wait, string why)
    {
        AccessControl.RetryAfter(context, wait);
        await RefusedBody.DrainAsync(context);
        await Problems.WriteAsync(context, 429, why, null, Problems.QuotaReached);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Uploads(DateTimeOffset Since, int Count, long Bytes);

    /// <summary>A body that counts what is read of it.</summary>
    private sealed class CountedBody(Stream body) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(body.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default) =>
            Counted(await body.ReadAsync(buffer, cancellation));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellation) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Counted(int read)
        {
            Count += read;
            return read;
        }
    }
}
