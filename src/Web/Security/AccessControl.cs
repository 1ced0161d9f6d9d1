using IonSweep.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IonSweep.Web.Security;

/// <summary>
/// Lets a request in by bearer token, by session cookie, or because the server is open; refuses what another web site sends
/// through a visitor's browser.
/// </summary>
internal sealed class AccessControl(RequestDelegate next, ServerOptions options, SessionCookie sessions)
{
    /// <summary>Header that carries the antiforgery value of a script's request.</summary>
    public const string AntiforgeryHeader = "X-IonSweep-Antiforgery";

    /// <summary>Form field that carries it otherwise.</summary>
    public const string AntiforgeryField = "antiforgery";

    private bool IsOpen => options.Token.Length == 0;

    /// <summary>Decides about one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // A name that an attacker's DNS points at this machine must not reach a server that asks for no token.
        if (IsOpen && !options.Insecure && !ListenAddress.IsLoopback(request.Host.Host))
        {
            await Problems.WriteAsync(context, 400, "This server answers to localhost only.", "host");
            return;
        }

        bool changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        bool bearer = HasBearer(request);
        string? session = request.Cookies[SessionCookie.Name];
        bool cookie = !bearer && sessions.IsValid(session);

        if (!IsOpen && !bearer && !cookie && !IsPublic(request.Path))
        {
            await RefuseAsync(context);
            return;
        }
        if (changes && !bearer && !ComesFromHere(request))
        {
            await Problems.WriteAsync(context, 403, "This request comes from another web site.", "origin");
            return;
        }
        if (changes && cookie && !IsOpen && !await HasAntiforgeryAsync(request, session!))
        {
            await Problems.WriteAsync(context, 403, "The antiforgery value of this page is missing or of another session; reload the page.",
                AntiforgeryField);
            return;
        }
        if (cookie) context.Items[typeof(AccessControl)] = sessions.Antiforgery(session!);
        await next(context);
    }

    /// <summary>The antiforgery value for pages of this request's session; empty without one.</summary>
    public static string AntiforgeryOf(HttpContext context) => context.Items[typeof(AccessControl)] as string ?? "";

    private static bool IsPublic(PathString path) =>
        path == "/healthz" || path.StartsWithSegments("/health") || path == "/login" || path.StartsWithSegments("/assets");

    private bool HasBearer(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && sessions.IsToken(header["Bearer ".Length..].Trim());
    }

    // Browsers say where a request comes from; programs that are no browsers say nothing and hold no cookie of their own accord.
    private static bool ComesFromHere(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString(), origin = request.Headers.Origin.ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
            // behind a proxy that ends TLS the scheme differs while the host does not
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && from.Scheme == "https"
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<bool> HasAntiforgeryAsync(HttpRequest request, string session)
    {
        string presented = request.Headers[AntiforgeryHeader].ToString();
        if (presented.Length == 0) presented = (await RequestForm.ReadAsync(request))[AntiforgeryField].ToString();
        return sessions.IsAntiforgery(session, presented);
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        bool page = HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api");
        if (page)
        {
            context.Response.Redirect("/login?return=" + Uri.EscapeDataString(context.Request.Path));
            return;
        }
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.WriteAsync(context, 401,
            "A token is needed: send 'Authorization: Bearer TOKEN', or log in at /login with a browser.", "authorization");
    }
}
