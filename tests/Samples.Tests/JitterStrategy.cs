using IonSweep.Learning;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Samples.Tests;

/// <summary>A strategy in one file: each training spectrum once more, with noise.</summary>
internal sealed class JitterStrategy : IFittedStrategy
{
    public string Slug => "jitter";

    public string Name => "E+jitter";

    public string Summary => "each training spectrum once more, with noise";

    public string Source => "noise";

    public SyntheticSet Generate(FittedGenerationTask task)
    {
        int rows = task.TrainingRows.Length, channels = task.Measured.ChannelCount;
        Matrix spectra = new(rows, channels);
        float[] noise = new float[channels], labels = new float[rows * task.Measured.Targets.Count];
        StreamKey stream = StreamKeys.Draws(task.Spec.Seed, task.Fold, Source, Slug);
        for (int i = 0; i < rows; i++)
        {
            NormalStream.Fill(stream, (ulong)(i * ((channels + 63) / 64 * 64)), noise);
            for (int c = 0; c < channels; c++) spectra.Row(i)[c] = task.Measured.Spectrum(task.TrainingRows[i])[c] + 0.001f * noise[c];
            task.Preprocessing.Apply(spectra.Row(i), spectra.Row(i));
            task.Channels.Transform(spectra.Row(i), spectra.Row(i));
            task.Measured.TargetRow(task.TrainingRows[i]).CopyTo(labels.AsSpan(i * task.Measured.Targets.Count));
        }
        return new SyntheticSet(spectra, labels, rows, RejectedBy: [], Rejected: null);
    }
}
