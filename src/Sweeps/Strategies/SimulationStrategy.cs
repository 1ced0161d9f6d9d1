using IonSweep.Learning;
using IonSweep.Learning.Forward;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+SIM: a forward model (targets → spectrum, with noise) fitted to the fold's training rows alone, drawn from at new target
/// combinations inside the calibrated range (source B, simulation-based augmentation). It simulates what the instrument would measure:
/// spectra before preprocessing, which then go the way of the measured ones. Nothing is clamped or discarded: labels are those that were
/// simulated.
/// </summary>
internal sealed class SimulationStrategy : IFittedStrategy
{
    public string Slug => "sim";

    public string Name => "E+SIM";

    public string Summary => "a forward model of the spectra, fitted to the training rows";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["simulation"];

    public void Check(SweepSpec spec)
    {
        SpecChecks.Between("simulation.neighbours", spec.Simulation.Neighbours, 1, 100_000);
        SpecChecks.Between("simulation.maximumFactors", spec.Simulation.MaximumFactors, 0, 1_000);
    }

    public string Source => "forward";

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        ForwardModel model = ForwardModel.Fit(
            RowSet.All(task.TrainingSpectra()), task.TrainingTargets(), task.TrainingSamples(), new ForwardOptions
            {
                Neighbours = task.Spec.Simulation.Neighbours,
                MaximumFactors = task.Spec.Simulation.MaximumFactors,
                Noise = task.Spec.Simulation.Noise,
            });
        SyntheticSpectra drawn = model.Synthesize(task.TrainingRows.Length, task.Draws(this), task.Cancellation);
        return task.SetOf(drawn.Spectra, drawn.Targets);
    }
}
