namespace IonSweep.Chaos.Servers;

/// <summary>Redis with an append-only file in a folder of its own. Can be restarted in place.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-redis-").FullName;
    private readonly int _port = FreePorts.Next();
    private ChildProcess? _process;

    /// <summary>The program in PATH; null when there is none.</summary>
    public static string? Program { get; } = ChildProcess.Find("redis-server");

    /// <summary>For clients.</summary>
    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>Starts one.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        RedisServer server = new();
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Ends it as a crash does.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again with the same data.</summary>
    public async Task StartProcessAsync()
    {
        if (Program is null)
            throw new FileNotFoundException("redis-server is missing: install Redis, e.g. 'apt-get install redis-server'.");
        _process = new ChildProcess(Program, ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly",
            "yes", "--appendfsync", "always"]);
        await _process.UntilAsync(() => ChildProcess.ListensAsync(_port), StartLimit, "listening");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
