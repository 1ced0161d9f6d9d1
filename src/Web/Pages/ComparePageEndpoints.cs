using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>The page that compares sweeps.</summary>
internal static class ComparePageEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/compare", ShowAsync);

    private static async Task<IResult> ShowAsync(string[]? sweeps, string[]? columns, string? reference, HttpContext context,
        SweepComparisons comparisons, ISweepService service, CancellationToken cancellation)
    {
        ComparedSweeps? compared = null;
        string error = "";
        int status = 200;
        if (sweeps is { Length: > 0 } || columns is { Length: > 0 })
        {
            try
            {
                compared = await comparisons.OfAsync(sweeps ?? [], columns ?? [], reference ?? "", cancellation);
            }
            catch (Exception exception) when (ProblemKinds.Of(exception) is { Status: < 500 } kind)
            {
                (error, status) = (exception.Message, kind.Status);
            }
        }
        return await PageAnswer.OfAsync(context, typeof(ComparePage), new()
        {
            [nameof(ComparePage.Compared)] = compared,
            [nameof(ComparePage.Sweeps)] = compared is null
                ? (await service.ListAsync(cancellation)).Where(sweep => sweep.Status != SweepStatus.Damaged).ToArray() : [],
            [nameof(ComparePage.Error)] = error,
            [nameof(ComparePage.Api)] = "/api/compare" + context.Request.QueryString,
            [nameof(ComparePage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        }, status);
    }
}
