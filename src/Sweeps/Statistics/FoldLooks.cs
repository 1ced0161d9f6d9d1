namespace IonSweep.Sweeps.Statistics;

/// <summary>Looks at a sweep whose folds are added while something is undecided.</summary>
/// <param name="From">Folds to begin with.</param>
/// <param name="To">Most folds.</param>
/// <param name="Reached">Looks whose folds have all ended.</param>
public sealed record FoldLooks(int From, int To, int Reached);
