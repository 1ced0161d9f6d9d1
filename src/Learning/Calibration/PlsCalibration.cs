namespace IonSweep.Learning.Calibration;

/// <summary>PLS calibration whose number of components the validation rows choose; test rows are never seen.</summary>
public static class PlsCalibration
{
    /// <param name="training">N training spectra, measured and perhaps generated.</param>
    /// <param name="trainingTargets">N values of one target.</param>
    /// <param name="validation">V measured spectra.</param>
    /// <param name="validationTargets">V values of the target.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Asked before every component.</param>
    /// <exception cref="CalibrationException">Too few rows, or neither channels nor target vary.</exception>
    public static PlsResult Train(
        RowSet training, ReadOnlySpan<float> trainingTargets, RowSet validation, ReadOnlySpan<float> validationTargets,
        PlsOptions options, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumComponents);
        ColumnScaling.CheckRows(training, trainingTargets, 3, "PLS");
        if (validation.Count == 0 || validation.Count != validationTargets.Length || validation.Columns != training.Columns)
            throw new ArgumentException(
                "PLS chooses its components on validation rows: as many targets as spectra, of as many channels as the training rows.");

        PlsRegression regression = new(training, trainingTargets);
        double[] x = regression.Channels.Apply(validation), predictions = new double[validation.Count];
        Array.Fill(predictions, regression.TargetMean);
        List<double> errors = [];
        int best = -1;
        for (int k = 0; k < options.MaximumComponents; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!regression.AddComponent()) break;
            double step = regression.TargetLoadings[k] * regression.TargetDeviation, squares = 0;
            for (int row = 0; row < predictions.Length; row++)
            {
                double score = 0;
                for (int c = 0; c < training.Columns; c++)
                    score = Math.FusedMultiplyAdd(x[row * training.Columns + c], regression.Rotations[k][c], score);
                predictions[row] = Math.FusedMultiplyAdd(step, score, predictions[row]);
                double error = predictions[row] - validationTargets[row];
                squares = Math.FusedMultiplyAdd(error, error, squares);
            }
            errors.Add(Math.Sqrt(squares / predictions.Length));
            if (best < 0 || errors[k] < errors[best]) best = k; // of equals the fewest
        }
        if (best < 0) throw new CalibrationException("PLS: no channel of the training rows varies with the target.");
        return new PlsResult(regression.Model(best + 1), best + 1, errors);
    }

    /// <summary>The regression with a given number of components, or with fewer when the rows carry no more.</summary>
    /// <param name="training">N training spectra.</param>
    /// <param name="targets">N values of one target.</param>
    /// <param name="components">1 or more.</param>
    /// <exception cref="CalibrationException">Too few rows, or neither channels nor target vary.</exception>
    public static LinearModel Fit(RowSet training, ReadOnlySpan<float> targets, int components)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(components);
        ColumnScaling.CheckRows(training, targets, 3, "PLS");
        PlsRegression regression = new(training, targets);
        while (regression.Rotations.Count < components && regression.AddComponent())
        {
        }
        return regression.Rotations.Count > 0
            ? regression.Model(regression.Rotations.Count)
            : throw new CalibrationException("PLS: no channel of the training rows varies with the target.");
    }
}

/// <summary>Limits of a PLS calibration.</summary>
public sealed record PlsOptions
{
    /// <summary>Most components that are tried. Default 30.</summary>
    public int MaximumComponents { get; init; } = 30;
}

/// <summary>A PLS calibration.</summary>
/// <param name="Model">The regression, in original units.</param>
/// <param name="Components">Number of components chosen.</param>
/// <param name="ValidationErrors">RMSE on the validation rows with 1, 2, … components, target units.</param>
public sealed record PlsResult(LinearModel Model, int Components, IReadOnlyList<double> ValidationErrors);
