using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+SIM or none: the forward model with scatter (<c>sim-scatter</c>), with the noise that is best, for the folds, models and targets where
/// inner validation shows that it helps; elsewhere none. It chooses as <see cref="AutoStrategy"/> does.
/// </summary>
internal sealed class SimulationOrNoneStrategy : IChoosingStrategy
{
    private static readonly SimulationScatterStrategy Simulation = new();

    public string Slug => "sim-or-none";

    public string Name => "E+SIM or none";

    public string Summary => "sim-scatter with the noise that is best, where inner validation shows that it helps; else none";

    public IReadOnlyList<IFittedStrategy> Choices(SweepSpec spec) => [Simulation];
}
