namespace IonSweep.Web;

/// <summary>How the server listens, whom it lets in and what it accepts. Defaults stand here.</summary>
public sealed record ServerOptions
{
    /// <summary>Addresses to listen on, <c>http://host:port</c>; port 0 picks a free one. Default <c>http://127.0.0.1:5080</c>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>
    /// What callers may present to administer, at least 16 characters. Empty, the default, and without <see cref="TokensFile"/> everybody
    /// on this machine is let in.
    /// </summary>
    public string Token { get; init; } = "";

    /// <summary>
    /// File of named tokens with roles, as <see cref="Security.TokensFile"/> has it; looked at again every second. Empty, the default:
    /// none.
    /// </summary>
    public string TokensFile { get; init; } = "";

    /// <summary>Callers must present something.</summary>
    public bool AsksForToken => Token.Length > 0 || TokensFile.Length > 0;

    /// <summary>Listen beyond loopback without a token. Default false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Largest spec in bytes. Default 64 KiB.</summary>
    public int MaximumSpecBytes { get; init; } = 64 * 1024;

    /// <summary>Largest uploaded dataset in bytes. Default 512 MiB.</summary>
    public long MaximumDatasetBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Datasets read at the same time; more wait. Default 2.</summary>
    public int ConcurrentUploads { get; init; } = 2;

    /// <summary>Memory for models that were used lately, in bytes; others are read from the store. Default 256 MiB.</summary>
    public long ModelMemory { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// File that each change is written down in, a JSON line each; while it cannot be written, changes are refused. Empty, the default:
    /// none.
    /// </summary>
    public string AuditFile { get; init; } = "";

    /// <summary>Sweeps that may run at once. Default 64.</summary>
    public int RunningSweeps { get; init; } = 64;

    /// <summary>Sweeps of one person that may run at once. Default 16.</summary>
    public int RunningSweepsEach { get; init; } = 16;

    /// <summary>Files that one person may store a day. Default 1000.</summary>
    public int UploadsEach { get; init; } = 1000;

    /// <summary>Bytes that one person may store a day. Default 16 GiB.</summary>
    public long UploadBytesEach { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Most work items of one sweep. Default 100,000.</summary>
    public int MaximumWorkItems { get; init; } = 100_000;

    /// <summary>Time between two messages to the watchers of one sweep; changes in between are merged. Default 0.5 s.</summary>
    public TimeSpan EventInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Silence after which a watcher gets a comment that keeps the connection open. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a browser stays logged in. Default 12 h.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Address of a dashboard of the machines that pages link to, e.g. Orleans'. Empty, the default: there is none.</summary>
    public string Dashboard { get; init; } = "";

    /// <summary>Measures sessions, limits and pauses. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told the addresses, with real ports, once the server listens. Default does nothing.</summary>
    public Action<IReadOnlyList<string>> Started { get; init; } = static _ => { };
}

/// <summary>The server cannot start as asked. The message says which option and what to do.</summary>
public sealed class InvalidServerOptionsException(string message) : Exception(message);
