using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>A step A x + b, read off by doing it to zeros and to every channel alone.</summary>
internal static class AffineStep
{
    private const double Tolerance = 1e-9; // rounding stays far below, anything that is not affine far above

    /// <summary>A x + b for the spectra of a formula.</summary>
    /// <exception cref="NoFormulaException">The step is not affine.</exception>
    public static FormulaValue Write(IPreprocessor step, string name, IFormulas formulas, FormulaValue spectra)
    {
        int channels = spectra.Columns;
        double[] offset = new double[channels], weights = new double[channels * channels], one = new double[channels];
        step.Apply(offset);
        for (int c = 0; c < channels; c++)
        {
            Array.Clear(one);
            one[c] = 1;
            step.Apply(one);
            for (int k = 0; k < channels; k++) weights[k * channels + c] = one[k] - offset[k];
        }
        foreach (double unevenness in (double[])[0.7, -0.4])
        {
            double[] spectrum = [.. Enumerable.Range(0, channels).Select(c => 1 + unevenness * ((c * 37 + 11) % 101 / 50.0 - 1))];
            double[] affine = [.. offset];
            double size = 0;
            for (int k = 0; k < channels; k++)
            {
                for (int c = 0; c < channels; c++) affine[k] += weights[k * channels + c] * spectrum[c];
                size = Math.Max(size, Math.Abs(affine[k]));
            }
            step.Apply(spectrum);
            for (int k = 0; k < channels; k++)
                if (!(Math.Abs(spectrum[k] - affine[k]) <= Tolerance * (1 + size)))
                    throw new NoFormulaException($"The preprocessing '{name}' has no formula yet; only this program can do it.");
        }
        return formulas.Linear(spectra, weights, offset);
    }
}
