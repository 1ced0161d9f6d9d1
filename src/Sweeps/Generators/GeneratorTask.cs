using IonSweep.Learning;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Generators;

/// <summary>Everything that determines a trained generator. N training rows, V validation rows, T targets of the dataset.</summary>
public sealed record GeneratorTask
{
    /// <summary>The resolved spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>N scaled measured spectra.</summary>
    public required RowSet Training { get; init; }

    /// <summary>N × T target values, row-major, scaled as networks see them.</summary>
    public required float[] TrainingTargets { get; init; }

    /// <summary>V scaled measured spectra.</summary>
    public required RowSet Validation { get; init; }

    /// <summary>V × T target values, row-major, scaled likewise.</summary>
    public required float[] ValidationTargets { get; init; }

    /// <summary>Targets, T.</summary>
    public required int TargetCount { get; init; }
}
