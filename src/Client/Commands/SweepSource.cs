using System.CommandLine;
using IonSweep.Client.Commands;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary>A sweep to read: in a folder, or on a server.</summary>
internal sealed class SweepSource : IDisposable
{
    private readonly StoredSweep? _stored;
    private readonly HttpSweepService? _server;

    private SweepSource(string id, StoredSweep? stored, HttpSweepService? server) => (Id, _stored, _server) = (id, stored, server);

    /// <summary>The sweep's id.</summary>
    public string Id { get; }

    /// <summary>Where its report goes by default: the folder, or here.</summary>
    public string Folder => _stored?.Folder ?? Directory.GetCurrentDirectory();

    /// <summary>What <paramref name="argument"/> names: an id when the line names a server, else a folder.</summary>
    public static async Task<SweepSource> OpenAsync(ParseResult line, string argument, RemoteArguments server)
    {
        if (server.IsGiven(line)) return new SweepSource(argument, null, server.Open(line));
        StoredSweep stored = await StoredSweep.FindAsync(argument);
        return new SweepSource(stored.Id, stored, null);
    }

    /// <summary>Where it stands, with its spec.</summary>
    /// <exception cref="SweepNotFoundException">There is no such sweep.</exception>
    public async Task<SweepSnapshot> SnapshotAsync() =>
        await (_server?.GetAsync(Id) ?? _stored!.Sweeps.GetAsync(Id)) ?? throw new SweepNotFoundException(Id);

    /// <summary>Results so far.</summary>
    public Task<SweepResults> ResultsAsync() => _server?.ResultsAsync(Id) ?? _stored!.Sweeps.ResultsAsync(Id);

    /// <summary>Everything a report shows.</summary>
    public Task<SweepReport> ReportAsync() => _server?.ReportAsync(Id) ?? _stored!.Sweeps.ReportAsync(Id);

    public void Dispose() => _server?.Dispose();
}
