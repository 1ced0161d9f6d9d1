using System.Globalization;
using System.Text;
using System.Text.Json;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Web.Live;

/// <summary>One server-sent event, made into bytes once for all watchers, and only when there is one.</summary>
internal sealed class EventFrame
{
    private readonly Lazy<ReadOnlyMemory<byte>> _bytes;

    private EventFrame(long sequence, Func<ReadOnlyMemory<byte>> make) => (Sequence, _bytes) = (sequence, new(make));

    /// <summary>Number of the last change contained.</summary>
    public long Sequence { get; }

    /// <summary>The event as it goes over the wire.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Value;

    /// <summary>Keeps a silent connection open.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Tells a watcher that nothing more will come.</summary>
    public static ReadOnlyMemory<byte> End { get; } = "event: end\ndata: {}\n\n"u8.ToArray();

    /// <summary>An update; its id names the feed and the sequence number.</summary>
    /// <param name="feed">Names the feed.</param>
    /// <param name="sequence">Number of the last change contained.</param>
    /// <param name="update">What goes out, as JSON.</param>
    public static EventFrame Of<T>(string feed, long sequence, T update) => new(sequence, () =>
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(update, SweepJson.Compact); // one line: JSON escapes line ends
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {feed}-{sequence}\nevent: update\ndata: "));
        return (byte[])[.. head, .. json, .. "\n\n"u8];
    });
}
