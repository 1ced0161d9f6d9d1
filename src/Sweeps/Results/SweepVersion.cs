using IonSweep.Sweeps.Service;
namespace IonSweep.Sweeps.Results;

/// <summary>
/// Tells whether anything that a watcher of a sweep could have been told has changed: what was made of the sweep under one version
/// need not be made again under an equal one. Versions are compared for equality only.
/// </summary>
/// <param name="Run">Whoever keeps the sweep's state; never the same again after a restart, a new submission or a removal.</param>
/// <param name="States">Rises when the sweep, a work item's status or a result changes; not with the epochs of a running training.</param>
/// <param name="Told">Sequence number of the last update to watchers; rises with progress as well.</param>
public sealed record SweepVersion(long Run, long States, long Told);
