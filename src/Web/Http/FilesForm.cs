using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IonSweep.Web.Http;

/// <summary>Reads forms with files, whole and in memory, within a limit.</summary>
internal static class FilesForm
{
    /// <summary>What a form with files is sent as.</summary>
    public const string MediaType = "multipart/form-data";

    private const int MostFields = 20_000;

    /// <summary>The form.</summary>
    /// <exception cref="BadHttpRequestException">It is no such form (415), malformed (400) or too large (413).</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, long limit, CancellationToken cancellation)
    {
        if (request.ContentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) != true)
            throw new BadHttpRequestException($"Expected a form with files, {MediaType}.", 415);
        RequestText.Limit(request.HttpContext, limit);
        FormFeature form = new(request, new FormOptions
        {
            MultipartBodyLengthLimit = limit,
            MemoryBufferThreshold = int.MaxValue, // nothing is written outside the store
            ValueCountLimit = MostFields,
        });
        try
        {
            return await form.ReadFormAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException
            || (e is IOException and not BadHttpRequestException && !cancellation.IsCancellationRequested))
        {
            throw new BadHttpRequestException("The form cannot be read: " + e.Message, 400, e);
        }
    }

    /// <summary>The files of a field. A browser sends a field without a file as a file without a name: those are left out.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(IFormCollection form, string field) =>
        [.. form.Files.GetFiles(field).Where(file => file.FileName.Length > 0).Select(file =>
        {
            byte[] bytes = new byte[file.Length];
            using Stream content = file.OpenReadStream();
            content.ReadExactly(bytes);
            return (file.FileName, bytes);
        })];
}
