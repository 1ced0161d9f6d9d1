using IonSweep.Sweeps.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IonSweep.Web.Http;

/// <summary>Turns whatever a handler throws, and answers without a body, into problems.</summary>
internal sealed class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> logger)
{
    /// <summary>Runs one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is there to answer
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            if (ProblemKinds.Of(exception) is { } kind)
            {
                if (kind.Status == 413) await RefusedBody.DrainAsync(context);
                await Problems.WriteAsync(context, kind.Status, exception.Message, kind.Field, kind.Type,
                    (exception as InvalidSpecException)?.Line);
                return;
            }
            logger.LogError(exception, "A request to {Method} {Route} failed", context.Request.Method,
                context.GetEndpoint()?.DisplayName ?? "no route");
            await Problems.WriteAsync(context, 500, "This is a defect of the server; its log says more.");
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && context.Response.ContentLength is null)
            await Problems.WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
            {
                404 => "There is nothing at this address.",
                405 => $"This address does not take {context.Request.Method}.",
                415 => "This address does not take this content type.",
                429 => "Too many attempts; wait a minute.",
                _ => "The request cannot be carried out.",
            });
    }
}
