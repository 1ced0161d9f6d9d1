using System.Text.Json;
using System.Text.Json.Serialization;
using IonSweep.Sweeps.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IonSweep.Web.Http;

/// <summary>An error as RFC 9457 has it, with the field that caused it.</summary>
/// <param name="Type">Kind of error, e.g. <c>urn:ionsweep:invalid-spec</c>; programs decide by it.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What went wrong and what to do, for a person.</param>
/// <param name="Field">Path of the field, parameter or header; null when it is not one.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field)
{
    /// <summary>Line of a spec's text, from 1; null where the error is in none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }
}

/// <summary>Writes problems.</summary>
internal static class Problems
{
    /// <summary>Media type of every error.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A kind that means no more than its status.</summary>
    public const string Plain = "about:blank";

    /// <summary>Whoever asks has not the role that this needs; the detail says which.</summary>
    public const string RoleNeeded = "urn:ionsweep:role-needed";

    /// <summary>Whoever asks has taken their share; <c>Retry-After</c> says when there is more.</summary>
    public const string QuotaReached = "urn:ionsweep:quota-reached";

    /// <summary>Answers with a problem: to a person at a page with a page, to everybody else, and below <c>/api</c>, with JSON.</summary>
    public static async Task WriteAsync(
        HttpContext context, int status, string detail, string? field = null, string type = Plain, int? line = null)
    {
        Problem problem = Of(status, detail, field, type) with { Line = line };
        context.Response.StatusCode = status;
        if (IsPersons(context.Request) && context.RequestServices.GetService<IProblemPages>() is { } pages)
        {
            await pages.WriteAsync(context, problem);
            return;
        }
        context.Response.ContentType = MediaType;
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, SweepJson.Compact), context.RequestAborted);
    }

    /// <summary>A problem as a handler's result.</summary>
    public static IResult Result(int status, string detail, string? field = null, string type = Plain) =>
        Results.Json(Of(status, detail, field, type), SweepJson.Compact, MediaType, status);

    // Browsers ask for pages by this type, for a form's answer too; scripts and programs do not.
    private static bool IsPersons(HttpRequest request) => !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Problem Of(int status, string detail, string? field, string type) =>
        new(type, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), status, detail,
            string.IsNullOrEmpty(field) ? null : field);
}
