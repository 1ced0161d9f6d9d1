using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IonSweep.Web.Http;

/// <summary>
/// Reads the rest of a body that was refused, where it is small: a client that still sends would otherwise find its connection
/// reset instead of the reason.
/// </summary>
internal static class RefusedBody
{
    private const long Most = 8 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Reads and drops what is left, if reading has not begun and the body says that it is small.</summary>
    public static async Task DrainAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (> 0 and <= Most)
            || context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } size) return;
        size.MaxRequestBodySize = Most;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Longest);
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // it sends too slowly or went away; the answer goes out all the same
        }
    }
}
