using System.Net.Http.Headers;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IonSweep.Web.Tests;

/// <summary>A real server on a free loopback port.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RunningServer(WebApplication application, string token)
    {
        _application = application;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = NewClient();
        if (token.Length > 0) Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client that presents the token, follows no redirects and keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a server; <paramref name="port"/> 0 picks a free one.</summary>
    public static async Task<RunningServer> StartAsync(ISweepService service, ServerOptions? options = null, int port = 0)
    {
        options ??= new ServerOptions();
        WebApplication application = IonSweepServer.Create(
            options with { Urls = [$"http://127.0.0.1:{port}"], EventInterval = TimeSpan.FromMilliseconds(20) }, service);
        await application.StartAsync();
        return new RunningServer(application, options.Token);
    }

    /// <summary>A client that presents nothing.</summary>
    public HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
