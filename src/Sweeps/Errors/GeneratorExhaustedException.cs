using IonSweep.Sweeps.Strategies;
namespace IonSweep.Sweeps.Errors;

/// <summary>
/// A generator's draws did not give enough patterns that the discard rule keeps. The message gives the acceptance rate and what rejects
/// most.
/// </summary>
public sealed class GeneratorExhaustedException(string message, int kept, int drawn, IReadOnlyList<int> rejectedBy) : Exception(message)
{
    /// <summary>Patterns kept.</summary>
    public int Kept { get; } = kept;

    /// <summary>Patterns drawn.</summary>
    public int Drawn { get; } = drawn;

    /// <summary>For each target of the dataset, drawn patterns whose label left its range.</summary>
    public IReadOnlyList<int> RejectedBy { get; } = rejectedBy;
}
