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
        if (request.ContentLength > limit) throw TooLarge(limit, request.ContentLength.Value);
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

    /// <summary>What to throw when a body announces more than is taken.</summary>
    public static BadHttpRequestException TooLarge(long limit, long announced) =>
        new($"The body may have {limit} bytes here, this one has {announced}.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Sets how many bytes this request's body may have; the server refuses more with 413.</summary>
    public static void Limit(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = bytes;
    }
}
