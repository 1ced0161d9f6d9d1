using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Api;
using IonSweep.Web.Http;

namespace IonSweep.Web.Remote;

/// <summary>
/// The sweeps of a server elsewhere. Throws what the service there throws; a server that cannot be reached is an
/// <see cref="HttpRequestException"/>.
/// </summary>
public sealed class HttpSweepService : ISweepService, IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250), LongestRetry = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private volatile bool _answered;

    /// <param name="server">E.g. <c>http://lab-server:5080</c>.</param>
    /// <param name="token">API token; empty when the server asks for none.</param>
    /// <param name="handler">Carries the requests; null, the default, for the network.</param>
    public HttpSweepService(Uri server, string token = "", HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AutomaticDecompression = DecompressionMethods.All
        })
        {
            BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/"),
            Timeout = Timeout.InfiniteTimeSpan, // event streams and uploads take as long as they take
        };
        if (token.Length > 0) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How long a server that answered before is asked again while it is away. Default 2 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Measures patience and pauses. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public IStoredModels Models => new HttpStoredModels(this);

    /// <inheritdoc/>
    public async Task<string> StoreDatasetAsync(SpectralDataset dataset, CancellationToken cancellation = default)
    {
        using ReadOnlyMemoryContent content = new(DatasetArtifact.Of(dataset).Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(DatasetEndpoints.ArtifactType);
        return (await SendAsync<StoredDataset>(HttpMethod.Put, "api/datasets", "", content, cancellation)).Sha256;
    }

    /// <inheritdoc/>
    public async Task<SpectralDataset?> DatasetAsync(string sha256, CancellationToken cancellation = default)
    {
        return await BytesAsync($"api/datasets/{Uri.EscapeDataString(sha256)}", cancellation) is { } bytes
            ? DatasetArtifact.Read(bytes, "The server's answer", sha256).Data : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatasetSummary>> ListDatasetsAsync(CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<DatasetSummary>>(HttpMethod.Get, "api/datasets", "", null, cancellation);

    /// <inheritdoc/>
    public Task DeleteDatasetAsync(string sha256, CancellationToken cancellation = default) =>
        SendAsync<object?>(HttpMethod.Delete, $"api/datasets/{Uri.EscapeDataString(sha256)}", sha256, null, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Machine>> MachinesAsync(CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<Machine>>(HttpMethod.Get, "api/machines", "", null, cancellation);

    /// <inheritdoc/>
    public Task<SweepEstimate> EstimateAsync(SweepSpec spec, CancellationToken cancellation = default) => SendAsync<SweepEstimate>(
        HttpMethod.Post, "api/sweeps/plan", "",
        new StringContent(JsonSerializer.Serialize(spec, SweepJson.Compact), Encoding.UTF8, "application/json"), cancellation);

    /// <inheritdoc/>
    public Task<SweepSummary> SubmitAsync(SweepSpec spec, string? id = null, CancellationToken cancellation = default) =>
        SendAsync<SweepSummary>(
        HttpMethod.Post, id is null ? "api/sweeps" : $"api/sweeps?id={Uri.EscapeDataString(id)}", id ?? "",
        new StringContent(JsonSerializer.Serialize(spec, SweepJson.Compact), Encoding.UTF8, "application/json"), cancellation);

    /// <inheritdoc/>
    public Task<SweepSummary> ExtendAsync(string id, SweepExtension extension, CancellationToken cancellation = default) =>
        SendAsync<SweepSummary>(HttpMethod.Post, Path(id, "extend"), id,
            new StringContent(JsonSerializer.Serialize(extension, SweepJson.Compact), Encoding.UTF8, "application/json"), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SweepSummary>> ListAsync(CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<SweepSummary>>(HttpMethod.Get, "api/sweeps", "", null, cancellation);

    /// <inheritdoc/>
    public async Task<SweepSnapshot?> GetAsync(string id, CancellationToken cancellation = default)
    {
        try
        {
            return await SendAsync<SweepSnapshot>(HttpMethod.Get, Path(id), id, null, cancellation);
        }
        catch (SweepNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SweepUpdate> WatchAsync(string id, long after = 0, CancellationToken cancellation = default)
    {
        string lastEventId = "";
        // The server restarts or the network is away; what was missed comes after Last-Event-ID.
        return FeedWatch.OverAsync(
            _ => EventsAsync(id, () => lastEventId, seen => lastEventId = seen, cancellation),
            (e, received, lost) => IsPassing(e) && received && lost < Patience, after, Clock, cancellation);
    }

    /// <exception cref="IOException">The events broke off before the one that says that no more follow.</exception>
    private async IAsyncEnumerable<SweepUpdate> EventsAsync(
        string id, Func<string> lastEventId, Action<string> seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using HttpResponseMessage response = await OpenAsync(id, lastEventId(), cancellation);
        await foreach (ServerEvent one in EventStream.ReadAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellation))
        {
            if (one.Name == "end") yield break;
            if (one.Name != "update") continue;
            if (one.Id.Length > 0) seen(one.Id);
            yield return JsonSerializer.Deserialize<SweepUpdate>(one.Data, SweepJson.Compact)
                ?? throw new HttpRequestException("The server sent an empty update.");
        }
        throw new IOException("The server's events broke off.");
    }

    /// <inheritdoc/>
    public Task CancelAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<object?>(HttpMethod.Post, Path(id, "cancel"), id, null, cancellation);

    /// <inheritdoc/>
    public Task<SweepResults> ResultsAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<SweepResults>(HttpMethod.Get, Path(id, "results"), id, null, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<HistoryEntry>>(HttpMethod.Get, Path(id, "history"), id, null, cancellation);

    /// <inheritdoc/>
    public Task<SweepReport> ReportAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<SweepReport>(HttpMethod.Get, Path(id, "report"), id, null, cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<object?>(HttpMethod.Delete, Path(id), id, null, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Path(string id, string operation = "") =>
        $"api/sweeps/{Uri.EscapeDataString(id)}{(operation.Length > 0 ? "/" + operation : "")}";

    /// <summary>The pause that follows one.</summary>
    private static TimeSpan After(TimeSpan pause) => pause * 2 < LongestRetry ? pause * 2 : LongestRetry;

    /// <summary>The connection broke, or something between says that the server is away.</summary>
    private static bool IsPassing(Exception exception) => exception is IOException or SweepServiceUnavailableException
        or HttpRequestException
    {
        StatusCode: null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout
    };

    /// <summary>Bytes of an answer; null when there is nothing at this address.</summary>
    internal async Task<byte[]?> BytesAsync(string path, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await _http.GetAsync(path, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (!response.IsSuccessStatusCode) throw await ErrorAsync(response, "", cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    private async Task<HttpResponseMessage> OpenAsync(string id, string lastEventId, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Path(id, "events"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId.Length > 0) request.Headers.Add("Last-Event-ID", lastEventId);
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            _answered = true;
            return response;
        }
        using (response) throw await ErrorAsync(response, id, cancellation);
    }

    /// <summary>Asks once; a question to a server that answered before is asked again while it is away.</summary>
    internal async Task<T> SendAsync<T>(HttpMethod method, string path, string id, HttpContent? content, CancellationToken cancellation)
    {
        TimeSpan pause = FirstRetry;
        long lost = Clock.GetTimestamp();
        while (true)
        {
            try
            {
                T answer = await SendOnceAsync<T>(method, path, id, content, cancellation);
                _answered = true;
                return answer;
            }
            catch (Exception exception) when (_answered && method == HttpMethod.Get && IsPassing(exception)
                && Clock.GetElapsedTime(lost) < Patience)
            {
                await Task.Delay(pause, Clock, cancellation);
                pause = After(pause);
            }
        }
    }

    private async Task<T> SendOnceAsync<T>(HttpMethod method, string path, string id, HttpContent? content, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode) throw await ErrorAsync(response, id, cancellation);
        if (response.StatusCode == HttpStatusCode.NoContent) return default!;
        return await response.Content.ReadFromJsonAsync<T>(SweepJson.Compact, cancellation)
            ?? throw new HttpRequestException("The server sent an empty answer.");
    }

    private static async Task<Exception> ErrorAsync(HttpResponseMessage response, string id, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType == Problems.MediaType
            && await response.Content.ReadFromJsonAsync<Problem>(SweepJson.Compact, cancellation) is { } problem)
            return ProblemKinds.Exception(problem, id);
        return new HttpRequestException(
            HttpRequestError.Unknown,
            $"{response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority)} answered {(int)response.StatusCode}; is it an "
                + $"IonSweep server?", null, response.StatusCode);
    }
}
