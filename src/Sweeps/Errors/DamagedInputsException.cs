using IonSweep.Sweeps.Execution;
namespace IonSweep.Sweeps.Errors;

/// <summary>Artifacts of needed work are missing or damaged.</summary>
internal sealed class DamagedInputsException(IReadOnlyList<string> items) : Exception($"Missing or damaged: {string.Join(", ", items)}.")
{
    /// <summary>Ids of that work.</summary>
    public IReadOnlyList<string> Items { get; } = items;
}
