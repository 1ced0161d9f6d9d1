using IonSweep.Web.Http;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary><c>/login</c> and <c>/logout</c>.</summary>
internal static class LoginEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, [FromQuery(Name = "return")] string? back) =>
            PageAsync(context, "", LocalPath(back ?? ""), 200)).ForEverybody();
        routes.MapPost("/login", LoginAsync).ForEverybody();
        routes.MapPost("/logout", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(SessionCookie.Name);
            return PageAnswer.See("/login");
        }).Needs(Role.Read);
    }

    private static async Task<IResult> LoginAsync(
        HttpContext context, People people, SessionCookie sessions, FailedAttempts failures, AuditLog audit,
        CancellationToken cancellation)
    {
        if (!RequestForm.Is(context.Request)) return Problems.Result(415, "Expected the login form.", "content-type");
        IFormCollection form = await RequestForm.ReadAsync(context.Request, cancellation);
        string back = LocalPath(form["return"].ToString());
        if (AccessControl.FindLogin(context, form["token"].ToString().Trim(), people, failures, audit, out TimeSpan wait) is not { } person)
        {
            if (wait == TimeSpan.Zero) return await PageAsync(context, "This is not a token of this server.", back, 401);
            string seconds = AccessControl.RetryAfter(context, wait);
            return await PageAsync(context, $"Too many wrong tokens came from your address; try again in {seconds} s.", back, 429);
        }
        audit.Write(context, person.Name, person.Role.Word(), "login", "/login", 303);
        (string value, DateTimeOffset expires) = sessions.Create(person);
        context.Response.Cookies.Append(SessionCookie.Name, value, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Expires = expires,
            Path = "/",
            IsEssential = true,
        });
        return PageAnswer.See(back);
    }

    private static Task<IResult> PageAsync(HttpContext context, string error, string back, int status) =>
        PageAnswer.OfAsync(context, typeof(LoginPage),
            new() { [nameof(LoginPage.Error)] = error, [nameof(LoginPage.Return)] = back }, status);

    private static string LocalPath(string path) =>
        path.Length is > 0 and < 200 && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\')
            && !path.Any(char.IsControl) ? path : "/";
}
