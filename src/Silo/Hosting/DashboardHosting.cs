using IonSweep.Web.Security;
using Orleans.Dashboard;

namespace IonSweep.Silo.Hosting;

/// <summary>The Orleans dashboard, behind the login of what was mapped before it.</summary>
internal static class DashboardHosting
{
    // As for our own pages, and besides what the dashboard's page brings: its icons as fonts, and one style in its first element.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-hashes' 'sha256-eq2af6QS2pzGTyxQ6dj75iyyFqwRgxGGxEAjoqE24f0='; "
        + "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void MapDashboard(this WebApplication app) =>
        app.MapOrleansDashboard("dashboard").Needs(Role.Read).AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
}
