using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>Knows all sweeps and which datasets they use. Key: <see cref="Key"/>.</summary>
[Alias("ionsweep.ISweepDirectoryGrain")]
public interface ISweepDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Key of the only one.</summary>
    const long Key = 0;

    /// <summary>All sweeps, newest first.</summary>
    [Alias("List"), ResponseTimeout("00:02:00")]
    Task<IReadOnlyList<SweepSummary>> ListAsync();

    /// <summary>Trainings at once of all silos that train now.</summary>
    [Alias("Slots"), ResponseTimeout("00:02:00")]
    Task<int> SlotsAsync();

    /// <summary>A sweep began, moved on or ended.</summary>
    [Alias("Update"), ResponseTimeout("00:02:00")]
    Task UpdateAsync(SweepSummary summary);

    /// <summary>A sweep was removed; its dataset goes too when no other sweep uses it.</summary>
    [Alias("Removed"), ResponseTimeout("00:02:00")]
    Task RemovedAsync(string sweep);

    /// <summary>A dataset was stored, or is about to be used: it stays for a while even when no sweep uses it.</summary>
    [Alias("DatasetUsed"), ResponseTimeout("00:02:00")]
    Task DatasetUsedAsync(string sha256);
}
