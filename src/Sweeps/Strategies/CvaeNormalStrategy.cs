using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+cVAE(n): one spectrum for each training row, latents from the fitted normal distribution, decoded with the row's concentrations,
/// which are the labels (source A).
/// </summary>
internal sealed class CvaeNormalStrategy : IGeneratorStrategy
{
    public string Slug => "cvae-n";

    public string Name => "E+cVAE(n)";

    public string Summary => "a conditional VAE: one spectrum for each measured one, with its concentrations";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["generator"];

    public IGeneratorKind Generator => VaeKind.Cvae;

    public bool LabelledByReferences => false;

    public SyntheticSet Generate(GenerationTask task)
    {
        VaeWeights generator = ((VaeGenerator)task.Generator).Weights;
        NormalLatents distribution = new(task.Posterior!);
        StreamKey stream = StreamKeys.Draws(task.Spec.Seed, task.Fold, VaeKind.Cvae.Slug, distribution.Slug);
        int rows = task.Posterior!.Rows, targets = task.TrainingTargets.Length / rows;
        Matrix spectra = new(rows, generator.Architecture.Channels);
        for (int first = 0; first < rows; first += LabelledDraws.BatchSize)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(LabelledDraws.BatchSize, rows - first);
            Matrix latents = distribution.Draw(stream, first, count);
            Matrix decoded = task.Evaluator.Decode(
                generator, latents, task.ScaledTrainingTargets.AsSpan(first * targets, count * targets));
            for (int i = 0; i < count; i++) LabelledDraws.Clamp(decoded.Row(i), spectra.Row(first + i));
        }
        return new SyntheticSet(spectra, [.. task.TrainingTargets], rows, new int[targets], Rejected: null);
    }
}
