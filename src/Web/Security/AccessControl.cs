using System.Globalization;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace IonSweep.Web.Security;

/// <summary>
/// Lets a request in by bearer token, by session cookie, or because the server is open, where the endpoint's <see cref="RequiredRole"/>
/// allows it; refuses what another web site sends through a visitor's browser.
/// </summary>
internal sealed class AccessControl(
    RequestDelegate next, ServerOptions options, People people, SessionCookie sessions, FailedAttempts failures, AuditLog audit)
{
    /// <summary>Header that carries the antiforgery value of a script's request.</summary>
    public const string AntiforgeryHeader = "X-IonSweep-Antiforgery";

    /// <summary>Form field that carries it otherwise.</summary>
    public const string AntiforgeryField = "antiforgery";

    /// <summary>Decides about one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // A name that an attacker's DNS points at this machine must not reach a server that asks for no token.
        if (people.IsOpen && !options.Insecure && !ListenAddress.IsLoopback(request.Host.Host))
        {
            await Problems.WriteAsync(context, 400, "This server answers to localhost only.", "host");
            return;
        }

        // What routing answers itself (no such address, another method or content type) is told to whoever may read.
        RequiredRole? required = context.GetEndpoint() is RouteEndpoint endpoint
            ? endpoint.Metadata.GetMetadata<RequiredRole>() : new RequiredRole(Role.Read);
        bool changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        string? session = request.Cookies[SessionCookie.Name];
        string? presented = BearerOf(request);
        TimeSpan wait = TimeSpan.Zero;
        NamedToken? bearer = presented is null || people.IsOpen ? null : FindLogin(context, presented, people, failures, audit, out wait);
        NamedToken? person = bearer ?? (people.IsOpen ? null : sessions.PersonOf(session));

        if (required is not { Role: null } && !people.IsOpen && person is null)
        {
            if (wait == TimeSpan.Zero) await RefuseAsync(context);
            else
                await Problems.WriteAsync(context, 429,
                    $"Too many wrong tokens came from this address; try again in {RetryAfter(context, wait)} s.", "authorization");
            return;
        }
        if (changes && bearer is null && !ComesFromHere(request))
        {
            await Problems.WriteAsync(context, 403, "This request comes from another web site.", "origin");
            return;
        }
        Visitor visitor = people.IsOpen ? new Visitor(Visitor.Anybody, Role.Administer, "")
            : person is null ? Visitor.Stranger
            : new Visitor(person.Name, person.Role, bearer is null ? sessions.Antiforgery(person, session!) : "");
        context.Items[typeof(Visitor)] = visitor;
        if (required?.Role is { } role && changes && visitor.Antiforgery.Length > 0
            && !sessions.IsAntiforgery(person!, session!, await AntiforgeryOfAsync(request)))
        {
            audit.Write(context, visitor, 403);
            await Problems.WriteAsync(context, 403, "The antiforgery value of this page is missing or of another session; reload the page.",
                AntiforgeryField);
            return;
        }
        if (required is null || (required.Role is { } least && !visitor.May(least)))
        {
            if (changes) audit.Write(context, visitor, 403);
            await Problems.WriteAsync(context, 403, required is null ? "Nobody may use this address: it names no role."
                : $"This needs the role '{required.Role!.Value.Word()}'; '{visitor.Name}' has '{visitor.Role.Word()}'. Ask whoever "
                    + "administers this server.", "authorization", Problems.RoleNeeded);
            return;
        }
        ActingPerson.Name = people.IsOpen ? "" : visitor.Name;
        await next(context);
    }

    /// <summary>Whose token it is that a login form sent; null when it is nobody's, or the address has to wait.</summary>
    public static NamedToken? FindLogin(
        HttpContext context, string token, People people, FailedAttempts failures, AuditLog audit, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        // Nobody can guess a token that was made here, so whoever has one is not made to wait for others' guesses.
        if (people.TryFindNamed(token, out NamedToken? named)) return named;
        wait = failures.Wait(context.Connection.RemoteIpAddress);
        if (wait > TimeSpan.Zero) return null;
        if (people.IsServerToken(token, out NamedToken? server)) return server;
        failures.Count(context.Connection.RemoteIpAddress);
        audit.Write(context, "", "", "wrong token", context.Request.Path.Value ?? "", 401);
        return null;
    }

    /// <summary>Says in the answer's header when to try again; these whole seconds as text.</summary>
    public static string RetryAfter(HttpContext context, TimeSpan wait)
    {
        string seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return seconds;
    }

    /// <summary>The antiforgery value for pages of this request's session; empty without one.</summary>
    public static string AntiforgeryOf(HttpContext context) => Visitor.Of(context).Antiforgery;

    private static string? BearerOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
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

    private static async Task<string> AntiforgeryOfAsync(HttpRequest request)
    {
        string presented = request.Headers[AntiforgeryHeader].ToString();
        if (presented.Length == 0) presented = (await RequestForm.ReadAsync(request))[AntiforgeryField].ToString();
        // A form with files is read by its endpoint alone, which knows how large it may be: it carries the value in its address.
        return presented.Length > 0 ? presented : request.Query[AntiforgeryField].ToString();
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
