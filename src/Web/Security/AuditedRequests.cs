using IonSweep.Web.Http;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Security;

/// <summary>Writes down what changes something, and refuses it while nothing can be written down.</summary>
internal sealed class AuditedRequests(RequestDelegate next, AuditLog log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Runs one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!log.IsOn || context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is not { Role: >= Role.Submit })
        {
            await next(context);
            return;
        }
        if (!log.IsWritable())
        {
            AccessControl.RetryAfter(context, Pause);
            await Problems.WriteAsync(context, 503, "Nothing is changed while the audit log cannot be written; the server's log says why.");
            return;
        }
        try
        {
            await next(context);
            log.Write(context, Visitor.Of(context), context.Response.StatusCode);
        }
        catch (Exception e)
        {
            log.Write(context, Visitor.Of(context), ProblemKinds.Of(e)?.Status ?? 500);
            throw;
        }
    }
}
