using System.Reflection;

namespace IonSweep.Chaos.Servers;

/// <summary>Azurite, the blob service's emulator, on a folder of its own. Can be restarted in place.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60), StopLimit = TimeSpan.FromSeconds(30);

    // The emulator's well-known account; its key is public.
    private const string Account = "devstoreaccount1",
        Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-azurite-").FullName;
    private ChildProcess? _process;

    /// <summary>The program: of PATH, or installed by <c>npm install --prefix tests/tools azurite</c>; null when there is none.</summary>
    public static string? Program { get; } = ChildProcess.Find("azurite-blob")
        ?? new[] { Path.Combine(Tools, "node_modules", ".bin", "azurite-blob") }.FirstOrDefault(File.Exists);

    /// <summary>Port that it listens at.</summary>
    public int Port { get; } = FreePorts.Next();

    /// <summary>For clients.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Port}/{Account};";

    private static string Tools =>
        typeof(AzuriteServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ToolsPath").Value!;

    /// <summary>Starts one.</summary>
    public static async Task<AzuriteServer> StartAsync()
    {
        AzuriteServer server = new();
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Asks it to end: it keeps its index in memory and writes it then.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process) await process.StopAsync(StopLimit);
        _process = null;
    }

    /// <summary>Starts it again with the same data.</summary>
    public async Task StartProcessAsync()
    {
        if (Program is null)
            throw new FileNotFoundException(
                "Azurite is missing: run 'npm install --prefix tests/tools azurite@3.35.0', or put azurite-blob into PATH.");
        _process = new ChildProcess(Program,
            ["--silent", "--skipApiVersionCheck", "--location", _folder, "--blobHost", "127.0.0.1", "--blobPort", $"{Port}"]);
        await _process.UntilAsync(() => ChildProcess.ListensAsync(Port), StartLimit, "listening");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
