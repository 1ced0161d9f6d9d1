using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// Draws generated spectra until there are as many kept ones as training rows: latents → decoder → clamp to [0, 1] → labels from the
/// reference networks → discard when any label lies outside its range (source A). The kept generated spectra are the first in order of
/// drawing, so that batches do not show.
/// </summary>
internal static class LabelledDraws
{
    /// <summary>Generated spectra decoded at once: enough for the kernels, small beside a fold's spectra.</summary>
    public const int BatchSize = 512;

    public static SyntheticSet Generate(GenerationTask task, ILatentDistribution distribution, VaeKind kind)
    {
        ReferenceLabeller labeller = task.Labeller
            ?? throw new ArgumentException("A VAE's generated spectra need reference networks.", nameof(task));
        VaeWeights generator = ((VaeGenerator)task.Generator).Weights;
        StreamKey stream = StreamKeys.Draws(task.Spec.Seed, task.Fold, kind.Slug, distribution.Slug);
        int quota = task.Posterior!.Rows, targets = labeller.TargetCount;
        long limit = (long)quota * task.Spec.Generator.DrawsPerPattern;

        Matrix kept = new(quota, generator.Architecture.Channels), rejected = new(SyntheticSet.RejectedShown, kept.Columns);
        float[] keptLabels = new float[quota * targets];
        int[] rejectedBy = new int[targets];
        int keptCount = 0, rejectedShown = 0, drawn = 0;
        while (keptCount < quota)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(BatchSize, Math.Min(limit, int.MaxValue) - drawn);
            if (count <= 0) throw Exhausted(keptCount, drawn, quota, rejectedBy, labeller);
            Matrix spectra = task.Evaluator.Decode(generator, distribution.Draw(stream, drawn, count), []);
            for (int i = 0; i < count; i++) Clamp(spectra.Row(i), spectra.Row(i));
            (float[] labels, float[] spreads) = labeller.LabelWithSpread(task.Evaluator, RowSet.All(spectra));
            for (int i = 0; i < count && keptCount < quota; i++)
            {
                drawn++;
                ReadOnlySpan<float> label = labels.AsSpan(i * targets, targets);
                if (labeller.Accepts(label, spreads.AsSpan(i * targets, targets), rejectedBy))
                {
                    spectra.Row(i).CopyTo(kept.Row(keptCount));
                    label.CopyTo(keptLabels.AsSpan(keptCount * targets));
                    keptCount++;
                }
                else if (rejectedShown < SyntheticSet.RejectedShown) spectra.Row(i).CopyTo(rejected.Row(rejectedShown++));
            }
        }

        Matrix? shown = null;
        if (rejectedShown > 0)
        {
            shown = new Matrix(rejectedShown, kept.Columns);
            for (int i = 0; i < rejectedShown; i++) rejected.Row(i).CopyTo(shown.Row(i));
        }
        return new SyntheticSet(kept, keptLabels, drawn, rejectedBy, shown);
    }

    /// <summary>Scaled spectra lie in [0, 1]; a linear decoder may leave it.</summary>
    public static void Clamp(ReadOnlySpan<float> spectrum, Span<float> clamped)
    {
        for (int c = 0; c < spectrum.Length; c++) clamped[c] = Math.Clamp(spectrum[c], 0f, 1f);
    }

    private static GeneratorExhaustedException Exhausted(int kept, int drawn, int quota, int[] rejectedBy, ReferenceLabeller labeller)
    {
        int worst = Array.IndexOf(rejectedBy, rejectedBy.Max());
        return new GeneratorExhaustedException(string.Create(CultureInfo.InvariantCulture,
            $"The generator gave {kept:N0} of {quota:N0} generated spectra in {drawn:N0} draws (acceptance {(double)kept / drawn:0.00%}); ")
            + string.Create(CultureInfo.InvariantCulture,
            $"'{labeller.Names[worst]}' rejects most, {(double)rejectedBy[worst] / drawn:0.0%} of the draws with labels outside "
                + $"{labeller.Lowest[worst]:R}…{labeller.Highest[worst]:R}. ")
            + "Train generator and references longer, use labelRange: min..max, or raise drawsPerPattern.", kept, drawn, rejectedBy);
    }
}
