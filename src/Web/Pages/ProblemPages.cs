using System.Globalization;
using IonSweep.Sweeps.Reporting;
using IonSweep.Web.Http;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Pages;

/// <summary>Problems as pages that say what to do.</summary>
internal sealed class ProblemPages : IProblemPages
{
    /// <inheritdoc/>
    public async Task WriteAsync(HttpContext context, Problem problem)
    {
        string page = await PageAnswer.MarkupAsync(context, typeof(ErrorPage), new()
        {
            [nameof(ErrorPage.Message)] = problem.Detail,
            [nameof(ErrorPage.Advice)] = AdviceOn(problem, context.Response.Headers.RetryAfter.ToString()),
            [nameof(ErrorPage.LogIn)] = problem.Status == 401 || problem.Type == Problems.RoleNeeded,
            [nameof(ErrorPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        });
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page, context.RequestAborted);
    }

    private static string AdviceOn(Problem problem, string retryAfter) =>
        int.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? $"Try again in {NumberText.Duration(seconds)}."
            : problem.Type == Problems.RoleNeeded ? "Nothing was changed. Log in with a token that has this role, or ask for one."
            : problem.Status == 401 ? "Nothing was changed. Log in, go back and send it again."
            : "";
}
