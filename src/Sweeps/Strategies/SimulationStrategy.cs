using IonSweep.Learning;
using IonSweep.Learning.Forward;
using IonSweep.Spectra;
using IonSweep.Spectra.Streams;
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

    public void Check(SweepSpec spec)
    {
        SpecChecks.Between("simulation.neighbours", spec.Simulation.Neighbours, 1, 100_000);
        SpecChecks.Between("simulation.maximumFactors", spec.Simulation.MaximumFactors, 0, 1_000);
    }

    public string Source => "forward";

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        SpectralDataset data = task.Measured;
        int rows = task.TrainingRows.Length, targets = data.Targets.Count;
        Matrix measured = new(rows, data.ChannelCount);
        float[] labels = new float[rows * targets];
        for (int i = 0; i < rows; i++)
        {
            data.Spectrum(task.TrainingRows[i]).CopyTo(measured.Row(i));
            data.TargetRow(task.TrainingRows[i]).CopyTo(labels.AsSpan(i * targets));
        }
        string[]? samples = data.SampleIds is { } ids ? [.. task.TrainingRows.Select(row => ids[row])] : null;
        ForwardModel model = ForwardModel.Fit(RowSet.All(measured), labels, samples, new ForwardOptions
        {
            Neighbours = task.Spec.Simulation.Neighbours,
            MaximumFactors = task.Spec.Simulation.MaximumFactors,
            Noise = task.Spec.Simulation.Noise,
        });
        SyntheticSpectra drawn = model.Synthesize(rows, StreamKeys.Draws(task.Spec.Seed, task.Fold, Source, Slug), task.Cancellation);
        for (int i = 0; i < rows; i++)
        {
            Span<float> spectrum = drawn.Spectra.Row(i);
            task.Preprocessing.Apply(spectrum, spectrum);
            task.Channels.Transform(spectrum, spectrum);
        }
        return new SyntheticSet(drawn.Spectra, drawn.Targets, rows, RejectedBy: [], Rejected: null);
    }
}
