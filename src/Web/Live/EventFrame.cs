using System.Globalization;
using System.Text;
using System.Text.Json;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>One server-sent event as bytes, made once for all watchers.</summary>
/// <param name="Sequence">Number of the last change contained.</param>
/// <param name="Bytes">The event as it goes over the wire.</param>
internal sealed record EventFrame(long Sequence, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Keeps a silent connection open.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Tells a watcher that nothing more will come.</summary>
    public static ReadOnlyMemory<byte> End { get; } = "event: end\ndata: {}\n\n"u8.ToArray();

    /// <summary>An update; its id names the feed and the sequence number.</summary>
    public static EventFrame Of(string feed, SweepUpdate update)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(update, SweepJson.Compact); // one line: JSON escapes line ends
        byte[] head = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"id: {feed}-{update.Sequence}\nevent: update\ndata: "));
        return new EventFrame(update.Sequence, (byte[])[.. head, .. json, .. "\n\n"u8]);
    }
}
