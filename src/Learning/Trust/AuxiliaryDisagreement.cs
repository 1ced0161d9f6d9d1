namespace IonSweep.Learning.Trust;

/// <summary>
/// How much predicted and computed auxiliary quantities disagree: the root mean square of their differences, each minus its mean and in
/// units of its standard deviation over the validation rows. About 1 for spectra like those.
/// </summary>
public sealed class AuxiliaryDisagreement
{
    private readonly double[] _means, _deviations;

    /// <summary>A measure fitted before.</summary>
    /// <param name="means">Q values of <see cref="Means"/>.</param>
    /// <param name="deviations">Q values of <see cref="Deviations"/>, all positive.</param>
    public AuxiliaryDisagreement(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        if (means.Count != deviations.Count || deviations.Any(deviation => !(deviation > 0)))
            throw new ArgumentException(
                $"{means.Count} means came with {deviations.Count} standard deviations; expected as many, all positive.",
                nameof(deviations));
        _means = [.. means];
        _deviations = [.. deviations];
    }

    /// <summary>Means of predicted minus computed over the validation rows.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>Their standard deviations; 1 for a quantity whose differences are all equal.</summary>
    public IReadOnlyList<double> Deviations => _deviations;

    /// <param name="predicted">V × Q predicted values, row-major.</param>
    /// <param name="computed">V × Q computed values.</param>
    /// <param name="quantities">Q.</param>
    /// <exception cref="ArgumentException">Shapes differ, or there are fewer than 3 rows.</exception>
    public static AuxiliaryDisagreement Fit(ReadOnlySpan<float> predicted, ReadOnlySpan<float> computed, int quantities)
    {
        if (predicted.Length != computed.Length || quantities < 1 || predicted.Length % quantities != 0
            || predicted.Length / quantities < 3)
            throw new ArgumentException(
                $"{predicted.Length} predicted and {computed.Length} computed values are not 3 or more rows of {quantities} quantities.");
        int rows = predicted.Length / quantities;
        double[] means = new double[quantities], deviations = new double[quantities];
        for (int i = 0; i < predicted.Length; i++) means[i % quantities] += ((double)predicted[i] - computed[i]) / rows;
        for (int i = 0; i < predicted.Length; i++)
        {
            double difference = (double)predicted[i] - computed[i] - means[i % quantities];
            deviations[i % quantities] = Math.FusedMultiplyAdd(difference, difference, deviations[i % quantities]);
        }
        for (int q = 0; q < quantities; q++)
        {
            double deviation = Math.Sqrt(deviations[q] / (rows - 1));
            deviations[q] = deviation > 0 ? deviation : 1;
        }
        return new AuxiliaryDisagreement(means, deviations);
    }

    /// <summary>Score of one spectrum: larger is farther out.</summary>
    /// <param name="predicted">Q predicted values.</param>
    /// <param name="computed">Q computed values.</param>
    public double Score(ReadOnlySpan<float> predicted, ReadOnlySpan<float> computed)
    {
        double sum = 0;
        for (int q = 0; q < _means.Length; q++)
        {
            double z = ((double)predicted[q] - computed[q] - _means[q]) / _deviations[q];
            sum = Math.FusedMultiplyAdd(z, z, sum);
        }
        return Math.Sqrt(sum / _means.Length);
    }
}
