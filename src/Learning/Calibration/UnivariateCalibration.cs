namespace IonSweep.Learning.Calibration;

/// <summary>
/// The classical calibration line: the target as a straight line of the one channel whose squared correlation with it over the training
/// rows is largest (the first of equals), fitted by least squares to the same rows. Choosing on training rows alone keeps the validation
/// and test rows out; with one slope and one intercept there is little to overfit beyond the choice itself.
/// </summary>
public static class UnivariateCalibration
{
    /// <param name="spectra">N training spectra.</param>
    /// <param name="targets">N values of one target.</param>
    /// <exception cref="CalibrationException">Fewer than 3 rows, or neither channels nor target vary.</exception>
    public static UnivariateResult Train(RowSet spectra, ReadOnlySpan<float> targets)
    {
        ColumnScaling x = ColumnScaling.Fit(spectra);
        ColumnScaling.CheckRows(spectra, targets, 3, "Univariate calibration");
        double mean = ColumnScaling.Mean(targets), targetSquares = 0;
        double[] products = new double[spectra.Columns], squares = new double[spectra.Columns];
        for (int row = 0; row < spectra.Count; row++)
        {
            ReadOnlySpan<float> spectrum = spectra.Row(row);
            double target = targets[row] - mean;
            targetSquares = Math.FusedMultiplyAdd(target, target, targetSquares);
            for (int c = 0; c < spectrum.Length; c++)
            {
                double value = spectrum[c] - x.Means[c];
                products[c] = Math.FusedMultiplyAdd(value, target, products[c]);
                squares[c] = Math.FusedMultiplyAdd(value, value, squares[c]);
            }
        }
        if (targetSquares == 0)
            throw new CalibrationException(
                $"Univariate calibration: the target is {mean:G6} in every training row; a line needs rows that differ.");

        int best = -1;
        double largest = 0;
        for (int c = 0; c < squares.Length; c++)
        {
            double squared = squares[c] > 0 ? products[c] * products[c] / (squares[c] * targetSquares) : 0;
            if (squared > largest) (best, largest) = (c, squared);
        }
        if (best < 0) throw new CalibrationException("Univariate calibration: no channel of the training rows varies with the target.");
        double slope = products[best] / squares[best];
        double[] coefficients = new double[spectra.Columns];
        coefficients[best] = slope;
        return new UnivariateResult(new LinearModel(mean - slope * x.Means[best], coefficients), best, Math.Sqrt(largest));
    }
}

/// <summary>A calibration line.</summary>
/// <param name="Model">Has one coefficient that is not 0.</param>
/// <param name="Channel">Index of the chosen channel.</param>
/// <param name="Correlation">|r| with the target over the training rows.</param>
public sealed record UnivariateResult(LinearModel Model, int Channel, double Correlation);
