using IonSweep.Learning.Multivariate;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Calibration;

/// <summary>PLS2 calibration: validation rows choose the number of components, one for all targets; test rows are never seen.</summary>
public static class Pls2Calibration
{
    /// <param name="training">N training spectra.</param>
    /// <param name="trainingTargets">N × K values, row-major.</param>
    /// <param name="validation">V measured spectra.</param>
    /// <param name="validationTargets">V × K values.</param>
    /// <param name="targets">K.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Asked before every component.</param>
    /// <exception cref="CalibrationException">Too few rows, or neither channels nor targets vary.</exception>
    public static Pls2Result Train(
        RowSet training, ReadOnlySpan<float> trainingTargets, RowSet validation, ReadOnlySpan<float> validationTargets, int targets,
        PlsOptions options, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumComponents);
        if (trainingTargets.Length != training.Count * targets || validation.Count == 0
            || validationTargets.Length != validation.Count * targets || validation.Columns != training.Columns)
            throw new ArgumentException(
                $"PLS2 needs {targets} targets for each of its training and validation spectra, which have equally many channels.");
        if (training.Count < 3)
            throw new CalibrationException($"PLS2 needs at least 3 training rows; there are {training.Count}.");

        Pls2Regression regression = new(training, trainingTargets, targets);
        double[] x = regression.Channels.Apply(validation), left = new double[validationTargets.Length]; // scaled, minus predictions
        for (int i = 0; i < left.Length; i++)
        {
            double deviation = regression.TargetDeviations[i % targets];
            left[i] = deviation > 0 ? (validationTargets[i] - regression.TargetMeans[i % targets]) / deviation : 0;
        }
        List<double> errors = [];
        int best = -1;
        for (int k = 0; k < options.MaximumComponents; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!regression.AddComponent()) break;
            double squares = 0;
            for (int row = 0; row < validation.Count; row++)
            {
                double score = FixedOrder.Dot(x.AsSpan(row * training.Columns, training.Columns), regression.Rotations[k]);
                for (int t = 0; t < targets; t++)
                {
                    double error = left[row * targets + t] = Math.FusedMultiplyAdd(
                        -score, regression.TargetLoadings[k][t], left[row * targets + t]);
                    squares = Math.FusedMultiplyAdd(error, error, squares);
                }
            }
            errors.Add(Math.Sqrt(squares / left.Length));
            if (best < 0 || errors[k] < errors[best]) best = k; // of equals the fewest
        }
        return best < 0 ? throw new CalibrationException("PLS2: no channel of the training rows varies with a target.")
            : new Pls2Result([.. Enumerable.Range(0, targets).Select(t => regression.Model(t, best + 1))], best + 1, errors);
    }
}

/// <summary>A PLS2 calibration.</summary>
/// <param name="Models">The regression of each target, in original units.</param>
/// <param name="Components">Number of components chosen.</param>
/// <param name="ValidationErrors">
/// RMSE on the validation rows with 1, 2, … components, in standard deviations of the training targets, all targets together.
/// </param>
public sealed record Pls2Result(IReadOnlyList<LinearModel> Models, int Components, IReadOnlyList<double> ValidationErrors);
