namespace IonSweep.Learning.Selection;

/// <summary>How a search chooses.</summary>
public sealed record SearchOptions
{
    /// <summary>What is tried; default the usual ones.</summary>
    public IReadOnlyList<IRegressionMethod> Methods { get; init; } = RegressionMethods.Usual;

    /// <summary>Parts of the inner cross-validation. Default 5.</summary>
    public int InnerFolds { get; init; } = 5;

    /// <summary>Random partitions of the inner cross-validation. Default 2.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Preprocessings, the best under cheap methods, that costly methods are tried with. Default 6.</summary>
    public int Race { get; init; } = 6;

    /// <summary>
    /// Take the simplest setting whose error is within one standard error of the smallest (L. Breiman et al., 1984). Default false.
    /// </summary>
    public bool OneStandardError { get; init; }

    /// <summary>Best candidates that an ensemble weighs. Default 10.</summary>
    public int EnsembleSize { get; init; } = 10;
}
