using IonSweep.Learning;
using IonSweep.Spectra;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Augmentation;

/// <summary>
/// What no augmentation can be expected to beat: three more measured spectra for each training row, of other solutions of the design, which
/// only a simulator can give. For absorption spectra of one of n solutions, n a multiple of 4.
/// </summary>
internal sealed class MoreMeasured : IFittedStrategy
{
    private const int Times = 3;

    public string Slug => "more-measured";

    public string Name => "E×4 measured";

    public string Summary => "three more measured spectra for each training row";

    public string Source => "simulator";

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        int every = task.Spec.Data.EveryNth;
        if (every % 4 != 0) throw new InvalidOperationException($"data.everyNth: expected a multiple of 4, found {every}.");
        SpectralDataset all = AbsorptionSimulator.Simulate(new AbsorptionOptions { Seed = task.Spec.Data.Seed, EveryNth = every / 4 });
        int[] others = [.. Enumerable.Range(0, all.RowCount).Where(row => row % 4 != 0)], order = new int[others.Length];
        Permutation.Fill(StreamKeys.Of("more-measured", task.Spec.Seed, task.Fold), 0, order);
        int count = Math.Min(Times * task.TrainingRows.Length, others.Length), targets = all.Targets.Count;
        Matrix spectra = new(count, all.ChannelCount);
        float[] labels = new float[count * targets];
        for (int i = 0; i < count; i++)
        {
            all.Spectrum(others[order[i]]).CopyTo(spectra.Row(i));
            all.TargetRow(others[order[i]]).CopyTo(labels.AsSpan(i * targets));
        }
        return task.SetOf(spectra, labels);
    }
}
