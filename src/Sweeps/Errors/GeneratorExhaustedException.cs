using IonSweep.Sweeps.Strategies;
namespace IonSweep.Sweeps.Errors;

/// <summary>
/// A generator's draws did not give enough generated spectra that the discard rule keeps. The message gives the acceptance rate and what
/// rejects most.
/// </summary>
public sealed class GeneratorExhaustedException(string message, int kept, int drawn, IReadOnlyList<int> rejectedBy) : Exception(message)
{
    /// <summary>Generated spectra kept.</summary>
    public int Kept { get; } = kept;

    /// <summary>Generated spectra drawn.</summary>
    public int Drawn { get; } = drawn;

    /// <summary>For each target of the dataset, drawn spectra whose label left its range.</summary>
    public IReadOnlyList<int> RejectedBy { get; } = rejectedBy;
}
