using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Http;

/// <summary>Shows problems to people, where programs get JSON.</summary>
internal interface IProblemPages
{
    /// <summary>Answers with a page; the status is set.</summary>
    Task WriteAsync(HttpContext context, Problem problem);
}
