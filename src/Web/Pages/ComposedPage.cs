using System.Text;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Pages;

/// <summary>
/// A page whose large parts were rendered before, for everybody: they are sent as they are, between the pieces of its frame.
/// </summary>
/// <param name="frame">The page with a <see cref="Place"/> for each part.</param>
/// <param name="parts">The parts by name, UTF-8.</param>
internal sealed class ComposedPage(string frame, IReadOnlyDictionary<string, byte[]> parts) : IResult
{
    /// <summary>Where a part goes. Text in a page is encoded, so that none can be taken for one.</summary>
    public static string Place(string name) => $"<!--part {name}-->";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext context)
    {
        List<ReadOnlyMemory<byte>> pieces = [];
        int done = 0;
        foreach ((string name, int place) in parts.Keys.Select(name => (name, frame.IndexOf(Place(name), StringComparison.Ordinal)))
            .OrderBy(part => part.Item2))
        {
            pieces.Add(Encoding.UTF8.GetBytes(frame[done..place]));
            pieces.Add(parts[name]);
            done = place + Place(name).Length;
        }
        pieces.Add(Encoding.UTF8.GetBytes(frame[done..]));

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = pieces.Sum(piece => (long)piece.Length);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        foreach (ReadOnlyMemory<byte> piece in pieces) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
    }
}
