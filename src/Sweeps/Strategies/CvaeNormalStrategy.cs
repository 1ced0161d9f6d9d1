using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Generators;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+cVAE(n): one pattern for each training row, latents from the fitted normal distribution, decoded with the row's concentrations,
/// which are the labels (source A).
/// </summary>
internal sealed class CvaeNormalStrategy : ILatentStrategy
{
    public string Slug => "cvae-n";

    public string Name => "E+cVAE(n)";

    public GeneratorKind Generator => GeneratorKind.Cvae;

    public string Source => Generator.Slug;

    public bool LabelledByReferences => false;

    public SyntheticSet Generate(LatentGenerationTask task)
    {
        NormalLatents distribution = new(task.Posterior);
        StreamKey stream = StreamKeys.Draws(task.Spec.Seed, task.Fold, GeneratorKind.Cvae.Slug, distribution.Slug);
        int rows = task.Posterior.Rows, targets = task.TrainingTargets.Length / rows;
        Matrix spectra = new(rows, task.Generator.Architecture.Channels);
        for (int first = 0; first < rows; first += LabelledDraws.BatchSize)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(LabelledDraws.BatchSize, rows - first);
            Matrix latents = distribution.Draw(stream, first, count);
            Matrix decoded = task.Evaluator.Decode(
                task.Generator, latents, task.ScaledTrainingTargets.AsSpan(first * targets, count * targets));
            for (int i = 0; i < count; i++) LabelledDraws.Clamp(decoded.Row(i), spectra.Row(first + i));
        }
        return new SyntheticSet(spectra, [.. task.TrainingTargets], rows, new int[targets], Rejected: null);
    }
}
