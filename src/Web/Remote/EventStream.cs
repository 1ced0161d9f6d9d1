using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace IonSweep.Web.Remote;

/// <summary>One server-sent event.</summary>
/// <param name="Name">Type of the event.</param>
/// <param name="Id">Its id; empty when it has none.</param>
/// <param name="Data">Its data.</param>
internal readonly record struct ServerEvent(string Name, string Id, string Data);

/// <summary>
/// Reads server-sent events; a connection that breaks off ends the stream instead of throwing, because it can be resumed.
/// </summary>
internal static class EventStream
{
    /// <summary>Events until the stream ends or breaks.</summary>
    public static async IAsyncEnumerable<ServerEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync(cancellation)
            .GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync()) yield break;
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException && !cancellation.IsCancellationRequested)
            {
                yield break;
            }
            yield return new ServerEvent(events.Current.EventType, events.Current.EventId ?? "", events.Current.Data);
        }
    }
}
