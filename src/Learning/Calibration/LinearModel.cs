namespace IonSweep.Learning.Calibration;

/// <summary>
/// What every linear calibration comes to: target = intercept + Σ coefficient · channel, in the units of the spectra and targets that it
/// was fitted to. Arithmetic in double precision, channels in order.
/// </summary>
/// <param name="Intercept">Prediction for a spectrum of zeros.</param>
/// <param name="Coefficients">C values, target units per unit of the spectrum.</param>
public sealed record LinearModel(double Intercept, double[] Coefficients)
{
    /// <summary>Prediction for one spectrum of C channels.</summary>
    public float Predict(ReadOnlySpan<float> spectrum)
    {
        if (spectrum.Length != Coefficients.Length)
            throw new ArgumentException($"A spectrum of {spectrum.Length} channels was given to a model of {Coefficients.Length}.",
                nameof(spectrum));
        double sum = Intercept;
        for (int c = 0; c < spectrum.Length; c++) sum = Math.FusedMultiplyAdd(Coefficients[c], spectrum[c], sum);
        return (float)sum;
    }

    /// <summary>One prediction a row.</summary>
    public float[] Predict(RowSet spectra)
    {
        float[] predictions = new float[spectra.Count];
        for (int row = 0; row < predictions.Length; row++) predictions[row] = Predict(spectra.Row(row));
        return predictions;
    }
}
