using IonSweep.Learning;

namespace IonSweep.Sweeps.Strategies;

/// <summary>Generated spectra that are measured ones with a change that leaves their labels as they are.</summary>
internal static class PerturbedRows
{
    /// <param name="task">The training rows.</param>
    /// <param name="perMeasured">Generated spectra for each measured one.</param>
    /// <param name="measured">N × C training spectra.</param>
    /// <param name="targets">N × T values.</param>
    /// <param name="change">Changes one spectrum in place, given its number and that of its training row.</param>
    public static SyntheticSet Generate(
        FittedGenerationTask task, double perMeasured, Matrix measured, float[] targets, Change change)
    {
        int[] bases = task.Bases(perMeasured);
        int width = targets.Length / measured.Rows;
        Matrix spectra = new(bases.Length, measured.Columns);
        float[] labels = new float[bases.Length * width];
        double[] values = new double[measured.Columns];
        for (int i = 0; i < bases.Length; i++)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> from = measured.Row(bases[i]);
            for (int c = 0; c < values.Length; c++) values[c] = from[c];
            change(values, i, bases[i]);
            Span<float> spectrum = spectra.Row(i);
            for (int c = 0; c < values.Length; c++) spectrum[c] = (float)values[c];
            targets.AsSpan(bases[i] * width, width).CopyTo(labels.AsSpan(i * width));
        }
        return task.SetOf(spectra, labels);
    }

    /// <param name="spectrum">C values, changed in place.</param>
    /// <param name="number">Of the generated spectrum, from 0.</param>
    /// <param name="row">Of the training row, from 0.</param>
    public delegate void Change(double[] spectrum, int number, int row);
}
