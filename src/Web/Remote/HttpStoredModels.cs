using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Api;

namespace IonSweep.Web.Remote;

/// <summary>The models of a server elsewhere.</summary>
internal sealed class HttpStoredModels(HttpSweepService server) : IStoredModels
{
    private const string Root = "api/models";

    public Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellation = default) =>
        server.SendAsync<IReadOnlyList<ModelSummary>>(HttpMethod.Get, Root, "", null, cancellation);

    public async Task<ModelSummary?> SummaryAsync(string id, CancellationToken cancellation = default)
    {
        try
        {
            return (await server.SendAsync<ModelDetail>(
                HttpMethod.Get, $"{Root}/{Uri.EscapeDataString(id)}", id, null, cancellation)).Model;
        }
        catch (ModelNotFoundException)
        {
            return null;
        }
    }

    public async Task<DeployedModel?> GetAsync(string id, CancellationToken cancellation = default) =>
        await server.BytesAsync($"{Root}/{Uri.EscapeDataString(id)}/file", cancellation) is { } bytes
            ? ModelFile.Read(bytes, "The server's answer") : null;

    public async Task<ModelSummary> StoreAsync(DeployedModel model, CancellationToken cancellation = default)
    {
        using ByteArrayContent content = new(ModelFile.ToBytes(model));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await server.SendAsync<ModelSummary>(HttpMethod.Put, Root, "", content, cancellation);
    }

    public async Task<ModelSummary> TrainAsync(string sweep, ModelRequest request, CancellationToken cancellation = default)
    {
        using StringContent content = new(JsonSerializer.Serialize(request, SweepJson.Compact), Encoding.UTF8, "application/json");
        return await server.SendAsync<ModelSummary>(
            HttpMethod.Post, $"api/sweeps/{Uri.EscapeDataString(sweep)}/models", sweep, content, cancellation);
    }

    public Task DeleteAsync(string id, CancellationToken cancellation = default) =>
        server.SendAsync<object?>(HttpMethod.Delete, $"{Root}/{Uri.EscapeDataString(id)}", id, null, cancellation);
}
