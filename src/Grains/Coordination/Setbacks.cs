namespace IonSweep.Grains.Coordination;

/// <summary>When work that came back without a result is tried again, and when not any more.</summary>
internal sealed class Setbacks(CoordinationOptions options)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Dictionary<int, (int Troubles, int Losses)> _counts = [];

    /// <summary>An item ended: what came before does not count any more.</summary>
    public void Forget(int item) => _counts.Remove(item);

    /// <summary>An item was lost with its silo or on its way.</summary>
    /// <returns>How often so far, and whether it is to be given up.</returns>
    public (int Times, bool GiveUp) Lost(int item)
    {
        (int troubles, int losses) = _counts.GetValueOrDefault(item);
        _counts[item] = (troubles, ++losses);
        return (losses, losses >= options.LossLimit);
    }

    /// <summary>A run of an item met trouble around it: a store, a device, damaged inputs.</summary>
    /// <returns>How often so far, whether it is to be given up, and else after which pause it is tried again.</returns>
    public (int Times, bool GiveUp, TimeSpan Pause) Troubled(int item)
    {
        (int troubles, int losses) = _counts.GetValueOrDefault(item);
        _counts[item] = (++troubles, losses);
        TimeSpan pause = options.TroublePause * (1 << Math.Min(troubles - 1, 10));
        return (troubles, troubles >= options.TroubleLimit, pause < LongestPause ? pause : LongestPause);
    }
}
