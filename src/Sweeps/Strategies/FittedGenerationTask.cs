using IonSweep.Learning;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// Everything that determines a synthetic set from a model fitted to training rows. N training rows, C channels, T targets.
/// </summary>
public sealed record FittedGenerationTask
{
    /// <summary>The resolved spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>The data as it was measured, before preprocessing. Only <see cref="TrainingRows"/> may be looked at.</summary>
    public required SpectralDataset Measured { get; init; }

    /// <summary>The fold's training rows.</summary>
    public required int[] TrainingRows { get; init; }

    /// <summary>What is done to a spectrum before its channels are scaled.</summary>
    public required PreprocessingPipeline Preprocessing { get; init; }

    /// <summary>The fold's scaling of channels.</summary>
    public required ChannelScaler Channels { get; init; }

    /// <summary>Asked between generated spectra.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>N × C training spectra as they were measured; a new copy.</summary>
    public Matrix TrainingSpectra()
    {
        Matrix spectra = new(TrainingRows.Length, Measured.ChannelCount);
        for (int i = 0; i < TrainingRows.Length; i++) Measured.Spectrum(TrainingRows[i]).CopyTo(spectra.Row(i));
        return spectra;
    }

    /// <summary>N × T values of the training rows, row-major.</summary>
    public float[] TrainingTargets()
    {
        int targets = Measured.Targets.Count;
        float[] values = new float[TrainingRows.Length * targets];
        for (int i = 0; i < TrainingRows.Length; i++) Measured.TargetRow(TrainingRows[i]).CopyTo(values.AsSpan(i * targets));
        return values;
    }

    /// <summary>N ids of the samples that training rows belong to; null when every row is a sample of its own.</summary>
    public string[]? TrainingSamples() => Measured.SampleIds is { } ids ? [.. TrainingRows.Select(row => ids[row])] : null;

    /// <summary>The random numbers of a strategy.</summary>
    public StreamKey Draws(IGeneratingStrategy strategy) => StreamKeys.Draws(Spec.Seed, Fold, strategy.Source, strategy.Slug);

    /// <summary>
    /// Numbers 0 … N − 1 of the training rows that generated spectra are made from: each as often as the others, the rest at random.
    /// </summary>
    /// <param name="perMeasured">Generated spectra for each measured one.</param>
    public int[] Bases(double perMeasured)
    {
        int rows = TrainingRows.Length;
        int[] bases = new int[Count(perMeasured)], order = new int[rows];
        for (int i = 0; i < bases.Length; i++)
        {
            if (i % rows == 0) Permutation.Fill(StreamKeys.Of("generated-from", Spec.Seed, Fold), (ulong)(i / rows), order);
            bases[i] = order[i % rows];
        }
        return bases;
    }

    /// <summary>Number of generated spectra, at least 1.</summary>
    /// <param name="perMeasured">Generated spectra for each measured one.</param>
    public int Count(double perMeasured) => Math.Max(1, (int)Math.Round(perMeasured * TrainingRows.Length));

    /// <summary>The set of generated spectra, which go the way of measured ones: preprocessing, then scaling.</summary>
    /// <param name="spectra">As an instrument would give them; changed in place.</param>
    /// <param name="labels">T values a spectrum.</param>
    public SyntheticSet SetOf(Matrix spectra, float[] labels)
    {
        for (int i = 0; i < spectra.Rows; i++)
        {
            Span<float> spectrum = spectra.Row(i);
            Preprocessing.Apply(spectrum, spectrum);
            Channels.Transform(spectrum, spectrum);
        }
        return new SyntheticSet(spectra, labels, spectra.Rows, RejectedBy: [], Rejected: null);
    }
}
