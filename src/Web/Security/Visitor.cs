using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Security;

/// <summary>Who sent a request, for pages and for what is written down.</summary>
/// <param name="Name">Name of the token; <see cref="Anybody"/> at a server that asks for none.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Antiforgery">What a page of this session sends along with every change; empty without a session.</param>
public sealed record Visitor(string Name, Role Role, string Antiforgery)
{
    /// <summary>Name of everybody at a server that asks for no token.</summary>
    public const string Anybody = "anybody";

    /// <summary>Someone who has presented nothing: may see the login page.</summary>
    internal static Visitor Stranger { get; } = new("", Role.Read, "");

    /// <summary>What the address of a form with files ends with, which carries the antiforgery value there.</summary>
    public string Query => Antiforgery.Length > 0 ? $"?{AccessControl.AntiforgeryField}={Antiforgery}" : "";

    /// <summary>Whether they have this role, or one that includes it.</summary>
    public bool May(Role role) => Role >= role && Name.Length > 0;

    /// <summary>Who sent this request.</summary>
    internal static Visitor Of(HttpContext context) => context.Items[typeof(Visitor)] as Visitor ?? Stranger;
}
