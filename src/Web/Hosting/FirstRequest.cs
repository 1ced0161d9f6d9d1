using IonSweep.Charts.Figures;
using IonSweep.Sweeps.Results;
using IonSweep.Web.Pages;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace IonSweep.Web.Hosting;

/// <summary>
/// Asks a server that has just started for its health and makes a page, so that the code of both is compiled before the first person asks.
/// Nothing depends on it: what fails here would fail for that person too, who is told why.
/// </summary>
internal sealed class FirstRequest(IServer server) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>After the server listens, before its start counts as done.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(AskAsync(patience.Token), Task.Run(MakeAsync, patience.Token));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // an address that this machine cannot reach itself
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync(CancellationToken cancellation)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse)
            .FirstOrDefault(address => address is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false }) is not { } address) return;
        string host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        using HttpClient http = new();
        await http.GetStringAsync(new UriBuilder(address.Scheme, host, address.Port, "healthz").Uri, cancellation);
    }

    private static Task MakeAsync() => ComponentText.RenderAsync(typeof(VisitedPage), new Dictionary<string, object?>
    {
        [nameof(VisitedPage.Visitor)] = Visitor.Stranger,
        [nameof(VisitedPage.Page)] = typeof(SweepListPage),
        [nameof(VisitedPage.Parameters)] = new Dictionary<string, object?> { [nameof(SweepListPage.Sweeps)] = Array.Empty<SweepSummary>() },
    });
}
