using IonSweep.Report;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Security;

/// <summary>Headers of every answer: nothing from elsewhere is loaded, nothing is framed, guessed or kept.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri "
            + "'none'; frame-ancestors 'none'";

    /// <summary>For documents that bring their own style and the scripts of their figures.</summary>
    public static string DocumentPolicy { get; } = $"{ReportStyle.Policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers, as the last thing before the answer starts, so that no error answer is without them.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            IHeaderDictionary headers = ((HttpContext)state).Response.Headers;
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy; // a document may have set its own
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin"; // "no-referrer" would make browsers hide the origin of our own forms
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
