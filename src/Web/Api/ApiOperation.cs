using IonSweep.Web.Http;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IonSweep.Web.Api;

/// <summary>
/// What the OpenAPI document says of each operation besides its route: role, parameters in words, and what may be answered.
/// </summary>
internal sealed class ApiOperation : IOpenApiOperationTransformer
{
    /// <summary>Parameters that mean the same wherever they stand, and after a tag and a slash those that do not.</summary>
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["id"] = "Id of a sweep.",
        ["Models/id"] = "Id of a stored model: the first 16 digits of its file's SHA-256.",
        ["TrainModel/id"] = "Id of the sweep.",
        ["SubmitSweep/id"] = "Id for the sweep, or of one to go on with. Default: a new one.",
        ["StoreDataset/id"] = "Column of sample ids. Default: sample or id.",
        ["sha256"] = "SHA-256 of the dataset, 64 hexadecimal digits.",
        ["GetFigure/name"] = "Name of the figure, e.g. mae or predictions-zn2.",
        ["GetFigureNumbers/name"] = "Name of the figure, e.g. mae or predictions-zn2.",
        ["name"] = "Name of the file, for messages and outputs.",
        ["sheet"] = "Sheet of a workbook. Default: the first.",
        ["targets"] = "Columns of target values, separated by commas. Default: every column of numbers that is no channel.",
        ["idColumn"] = "Column of sample ids. Default: sample or id.",
        ["spectrum"] = "Kind of spectrum of instrument files that hold several. Default: the result.",
        ["resample"] = "linear or cubic: interpolate spectra of other channels. Default: they are refused.",
        ["as"] = "csv for a table. Default: a safetensors file.",
        ["trainer"] = "Name of a trainer: only sweeps that train with it count. Default: all.",
        ["sweeps"] = "Ids of sweeps, separated by commas.",
        ["columns"] = "Columns of sweeps, e.g. one:e/pls,two:sim/pls, instead of whole sweeps.",
        ["reference"] = "The column that the others are compared with. Default: the first.",
    };

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        string tag = operation.Tags?.FirstOrDefault()?.Name ?? "";
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (string.IsNullOrEmpty(parameter.Description))
                parameter.Description = Parameters.GetValueOrDefault($"{operation.OperationId}/{parameter.Name}")
                    ?? Parameters.GetValueOrDefault($"{tag}/{parameter.Name}") ?? Parameters.GetValueOrDefault(parameter.Name ?? "");
        operation.Responses ??= [];
        if (metadata.OfType<RequiredRole>().LastOrDefault()?.Role is { } role)
        {
            operation.Description = $"Needs the role {role.Word()}.";
            Add("401", "No token, or a wrong one.");
            Add("429", "Too many wrong tokens came from this address, or a quota is reached; Retry-After says when to ask again.", true);
            if (role > Role.Read)
            {
                Add("403", "The token's role is less than is needed, or a browser's antiforgery value is missing.");
                Add("503", "The audit log cannot be written, or the cluster cannot be reached; ask again.", true);
            }
        }
        else operation.Security = [];
        return Task.CompletedTask;

        void Add(string status, string description, bool again = false)
        {
            OpenApiResponse response = new()
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { [Problems.MediaType] = new OpenApiMediaType() },
            };
            if (again)
                response.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Retry-After"] = new OpenApiHeader
                    {
                        Description = "Seconds to wait.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    },
                };
            operation.Responses![status] = response;
        }
    }
}
