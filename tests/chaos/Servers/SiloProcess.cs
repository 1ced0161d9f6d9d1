using System.Reflection;

namespace IonSweep.Chaos.Servers;

/// <summary>One <c>ionsweep-silo</c> process.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90), StopLimit = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    private readonly ChildProcess _process;

    private SiloProcess(string name, int httpPort, int siloPort, ChildProcess process) =>
        (Name, HttpPort, SiloPort, _process) = (name, httpPort, siloPort, process);

    /// <summary>Its name, also in timings.</summary>
    public string Name { get; }

    /// <summary>Port of its health checks; of a gateway also of the API.</summary>
    public int HttpPort { get; }

    /// <summary>Port between silos.</summary>
    public int SiloPort { get; }

    /// <summary>It still runs.</summary>
    public bool IsRunning => _process.IsRunning;

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote last.</summary>
    public IReadOnlyList<string> Output => _process.Output;

    private static string Program =>
        typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "SiloPath").Value!;

    /// <summary>Starts one; <see cref="UntilReadyAsync"/> says when it takes part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Besides ports and name.</param>
    public static SiloProcess Start(string name, params string[] arguments) => Start(name, ["--name", name, .. arguments], []);

    /// <summary>Starts one whose name is said by its environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Besides ports.</param>
    /// <param name="environment">Variables besides this process's.</param>
    public static SiloProcess Start(string name, string[] arguments, Dictionary<string, string> environment)
    {
        int http = FreePorts.Next(), silo = FreePorts.Next(), gateway = FreePorts.Next();
        return new SiloProcess(name, http, silo, new ChildProcess("dotnet",
            [Program, "--http-port", $"{http}", "--silo-port", $"{silo}", "--gateway-port", $"{gateway}", .. arguments],
            environment: environment));
    }

    /// <summary>Waits until it takes part in the cluster.</summary>
    public Task UntilReadyAsync() => _process.UntilAsync(IsReadyAsync, StartLimit, "readiness");

    /// <summary>Waits until it has ended by itself.</summary>
    public Task UntilEndedAsync() => _process.UntilEndedAsync(StopLimit);

    /// <summary>Ends it as a lost machine does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to end, and waits.</summary>
    public Task<TimeSpan> StopAsync() => _process.StopAsync(StopLimit);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        return default;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync($"http://127.0.0.1:{HttpPort}/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
