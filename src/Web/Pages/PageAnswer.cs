using IonSweep.Charts.Figures;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Pages;

/// <summary>Answers of pages to people.</summary>
internal static class PageAnswer
{
    /// <summary>A page for whoever asks.</summary>
    /// <param name="context">Of the request: components find its <see cref="Visitor"/> as a cascading parameter.</param>
    /// <param name="page">The component.</param>
    /// <param name="parameters">Its parameters by name.</param>
    /// <param name="status">HTTP status.</param>
    public static async Task<IResult> OfAsync(HttpContext context, Type page, Dictionary<string, object?> parameters, int status = 200) =>
        Results.Text(await MarkupAsync(context, page, parameters), "text/html; charset=utf-8", statusCode: status);

    /// <summary>The text of a page for whoever asks.</summary>
    /// <inheritdoc cref="OfAsync" path="/param"/>
    public static async Task<string> MarkupAsync(HttpContext context, Type page, Dictionary<string, object?> parameters) =>
        "<!DOCTYPE html>\n" + await ComponentText.RenderAsync(typeof(VisitedPage), new Dictionary<string, object?>
        {
            [nameof(VisitedPage.Visitor)] = Visitor.Of(context),
            [nameof(VisitedPage.Page)] = page,
            [nameof(VisitedPage.Parameters)] = parameters,
        });

    /// <summary>Sends the browser to another page: 303, so that it follows with GET and a reload repeats nothing.</summary>
    public static IResult See(string path) => new SeeOther(path);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = 303;
            context.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
