using System.Globalization;
using System.Text;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Tests;

/// <summary>A real server over the real in-process service on a folder of its own, which is removed afterwards.</summary>
public sealed class TrainingServer : IAsyncDisposable
{
    private readonly InProcessSweepService _service;
    private readonly string _parent;

    private TrainingServer(string parent, InProcessSweepService service, RunningServer server) =>
        (_parent, _service, Server) = (parent, service, server);

    /// <summary>The HTTP side.</summary>
    public RunningServer Server { get; }

    /// <summary>The folder above the data folder: nothing else may ever stand in it.</summary>
    public string Parent => _parent;

    /// <summary>The service behind the server.</summary>
    public ISweepService Service => _service;

    /// <summary>Starts one.</summary>
    public static async Task<TrainingServer> StartAsync(ServerOptions? options = null)
    {
        string parent = Directory.CreateTempSubdirectory("ionsweep-web-").FullName;
        InProcessSweepService service = InProcessSweepService.OpenFolder(
            Path.Combine(parent, "data"), new InProcessOptions { Threads = 2, AllowFiles = false });
        return new TrainingServer(parent, service, await RunningServer.StartAsync(service, options));
    }

    /// <summary>Sixty spectra of two ions on twelve channels.</summary>
    public static string SmallCsv()
    {
        Random random = new(7);
        StringBuilder csv = new("Cu2+ (M),Ni2+ (M)");
        for (int c = 0; c < 12; c++) csv.Append(CultureInfo.InvariantCulture, $",{400 + 10 * c}");
        csv.Append('\n');
        for (int row = 0; row < 60; row++)
        {
            double copper = random.NextDouble(), nickel = random.NextDouble() * 2;
            csv.Append(CultureInfo.InvariantCulture, $"{copper:F4},{nickel:F4}");
            for (int c = 0; c < 12; c++)
                csv.Append(CultureInfo.InvariantCulture,
                    $",{copper / (1 + (c - 4) * (c - 4) / 6.0) + nickel / (2 + (c - 8) * (c - 8) / 3.0) + 0.002 * random.NextDouble():F5}");
            csv.Append('\n');
        }
        return csv.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _service.DisposeAsync();
        Directory.Delete(_parent, recursive: true);
    }
}
