using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Security;

/// <summary>What an endpoint asks of a visitor. An endpoint without it is closed to everybody.</summary>
/// <param name="Role">The least role; null for endpoints that strangers may reach.</param>
public sealed record RequiredRole(Role? Role);

/// <summary>Says whom endpoints are for.</summary>
public static class RequiredRoles
{
    /// <summary>The endpoint is for those who have this role, or one that includes it.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoints, Role role) where TBuilder : IEndpointConventionBuilder =>
        endpoints.With(new RequiredRole(role));

    /// <summary>The endpoint is for everybody, without a token.</summary>
    public static TBuilder ForEverybody<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.With(new RequiredRole(null));

    /// <summary>
    /// Whatever of a group is asked for with GET alone needs <see cref="Role.Read"/>, unless it says otherwise; all other endpoints of the
    /// group say themselves whom they are for.
    /// </summary>
    public static RouteGroupBuilder WhereGetNeedsRead(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] })
                endpoint.Metadata.Add(new RequiredRole(Role.Read));
        });
        return group;
    }

    private static TBuilder With<TBuilder>(this TBuilder endpoints, RequiredRole required) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(required));
        return endpoints;
    }
}
