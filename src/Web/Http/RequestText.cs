using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IonSweep.Web.Http;

/// <summary>Reads small bodies whole, within a limit.</summary>
internal static class RequestText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body as UTF-8 text.</summary>
    /// <exception cref="BadHttpRequestException">Longer than <paramref name="limit"/> (413) or not UTF-8 (400).</exception>
    public static async Task<string> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        Limit(request.HttpContext, limit);
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellation);
        try
        {
            return Strict.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new BadHttpRequestException("The body is not UTF-8 text.", 400, e);
        }
    }

    /// <summary>Sets how many bytes this request's body may have; one that goes on beyond them is refused by the server with 413.</summary>
    /// <exception cref="BadHttpRequestException">It announces more (413).</exception>
    public static void Limit(HttpContext context, long bytes)
    {
        if (context.Request.ContentLength > bytes)
            throw new BadHttpRequestException(
                $"The body may have {bytes} bytes here, this one has {context.Request.ContentLength}.",
                StatusCodes.Status413PayloadTooLarge);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = bytes;
    }
}
