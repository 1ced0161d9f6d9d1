namespace IonSweep.Sweeps.Specification;

/// <summary>What a sweep is to have beside what it has. What is named twice counts once; nothing is taken away.</summary>
public sealed record SweepExtension
{
    /// <summary>Folds in all, as many as there are or more; null for those there are.</summary>
    public int? Folds { get; init; }

    /// <summary>Slugs of further strategies.</summary>
    public IReadOnlyList<string> Strategies { get; init; } = [];

    /// <summary>Slugs of further model families.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
