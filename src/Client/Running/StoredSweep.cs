using IonSweep.Client.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Client.Running;

/// <summary>The sweep in a folder, for looking at it, also while another process works on it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Id">The sweep's id.</param>
/// <param name="Sweeps">Reads it.</param>
internal sealed record StoredSweep(string Folder, string Id, StoredSweeps Sweeps)
{
    /// <summary>Finds the one sweep of a folder.</summary>
    /// <exception cref="InvalidInputException">There is no such folder, no sweep in it, or several.</exception>
    public static async Task<StoredSweep> FindAsync(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"there is no folder '{folder}' (looked in '{Directory.GetCurrentDirectory()}').");
        return await TryFindAsync(folder)
            ?? throw new InvalidInputException($"'{folder}' holds no sweep; expected a folder that 'ionsweep run --out' made.");
    }

    /// <summary>The same, but null when there is no folder or no sweep in it.</summary>
    /// <exception cref="InvalidInputException">There are several.</exception>
    public static async Task<StoredSweep?> TryFindAsync(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        StoredSweeps sweeps = StoredSweeps.InFolder(folder);
        IReadOnlyList<SweepSummary> found = await sweeps.ListAsync();
        return found.Count switch
        {
            0 => null,
            1 => new StoredSweep(folder, found[0].Id, sweeps),
            _ => throw new InvalidInputException(
                $"'{folder}' holds {found.Count} sweeps ({string.Join(", ", found.Select(s => s.Id))}); expected one. A server keeps its "
                    + $"sweeps like this: ask the server."),
        };
    }

    /// <summary>The command line that goes on with it.</summary>
    public string ResumeCommand => $"ionsweep run --out {Shell.Quoted(Folder)}";
}
