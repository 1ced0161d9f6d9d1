namespace IonSweep.Sweeps.Results;

/// <summary>What a spec comes to, before anything starts.</summary>
/// <param name="Cells">Results that it gives: fold × target × strategy × model family.</param>
/// <param name="WorkItems">Pieces of work, among them generators, generated sets and searches.</param>
/// <param name="ExpectedSeconds">Estimated time with nothing else running.</param>
/// <param name="Basis">How that was estimated, and for which folds, in words.</param>
public sealed record SweepEstimate(int Cells, int WorkItems, double ExpectedSeconds, string Basis);
