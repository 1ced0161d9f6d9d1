using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Http;

/// <summary>Reads the small forms of the pages.</summary>
internal static class RequestForm
{
    /// <summary>True for the one encoding that the pages use.</summary>
    public static bool Is(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The fields; empty when the request carries no form.</summary>
    /// <exception cref="BadHttpRequestException">It is malformed.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken cancellation = default)
    {
        if (!Is(request)) return FormCollection.Empty;
        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The form cannot be read: " + exception.Message, 400, exception);
        }
    }
}
