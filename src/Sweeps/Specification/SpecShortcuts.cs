using System.Globalization;

namespace IonSweep.Sweeps.Specification;

/// <summary>Words for what a spec has less of than the full protocol.</summary>
public static class SpecShortcuts
{
    /// <summary>Of a network's training.</summary>
    /// <param name="patience">Epochs of patience.</param>
    /// <param name="fullPatience">Those of the full protocol.</param>
    /// <param name="epochCap">Most epochs.</param>
    /// <param name="fullEpochCap">Those of the full protocol.</param>
    /// <param name="of">Whose training, e.g. <c>generators</c>.</param>
    public static IEnumerable<string> Training(int patience, int fullPatience, int epochCap, int fullEpochCap, string of) =>
        [.. Less(patience, fullPatience, $"epochs of patience for {of}"), .. Less(epochCap, fullEpochCap, $"epochs at most for {of}")];

    /// <summary>Of anything counted; nothing when it is no less.</summary>
    public static IEnumerable<string> Less(int value, int full, string what) =>
        value < full ? [string.Create(CultureInfo.InvariantCulture, $"{value:N0} instead of {full:N0} {what}")] : [];
}
