using IonSweep.Sweeps.Results;
using Orleans;

namespace IonSweep.Grains.Interfaces;

/// <summary>Knows what each silo does now. Key: <see cref="Key"/>; on any silo, as many as are asked.</summary>
[Alias("ionsweep.IMachinesGrain")]
public interface IMachinesGrain : IGrainWithIntegerKey
{
    /// <summary>Key of the only one.</summary>
    const long Key = 0;

    /// <summary>All active silos by name.</summary>
    [Alias("List"), ResponseTimeout("00:00:30")]
    Task<IReadOnlyList<Machine>> ListAsync();
}
