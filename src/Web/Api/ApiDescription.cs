using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IonSweep.Web.Api;

/// <summary>What the OpenAPI document says besides the routes: title, version and how to authenticate.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "IonSweep",
            Version = typeof(ApiDescription).Assembly.GetName().Version?.ToString(3) ?? "0",
            Description =
                "Trains every combination of fold, ion and augmentation strategy and compares them. Errors are application/problem+json "
                    + "with 'detail' for a person, 'type' for a program and 'field' where one is at fault.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A named token, or that which the server was started with; not needed where it has none."
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }
}
