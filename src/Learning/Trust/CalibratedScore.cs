namespace IonSweep.Learning.Trust;

/// <summary>
/// Turns a outlier score into a p-value-like figure: how many validation spectra are at least as strange. Uniform for spectra like
/// those of the validation rows; small for outliers (conformal p-value, V. Vovk et al., Algorithmic Learning in a Random World, 2005).
/// </summary>
public sealed class CalibratedScore
{
    private readonly double[] _scores; // ascending

    /// <param name="validationScores">n scores of validation spectra; not empty, no NaN.</param>
    public CalibratedScore(ReadOnlySpan<double> validationScores)
    {
        if (validationScores.Length == 0) throw new ArgumentException("Scores of validation spectra are needed.", nameof(validationScores));
        _scores = validationScores.ToArray();
        foreach (double score in _scores) if (double.IsNaN(score))
            throw new ArgumentException("A validation score is not a number.", nameof(validationScores));
        Array.Sort(_scores);
    }

    /// <summary>The n validation scores, ascending; what a model card keeps.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>(1 + number of validation scores at least as large) / (n + 1); a NaN gets the smallest value.</summary>
    public double PValue(double score)
    {
        if (double.IsNaN(score)) return 1.0 / (_scores.Length + 1);
        int low = 0, high = _scores.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_scores[middle] < score) low = middle + 1;
            else high = middle;
        }
        return (1.0 + _scores.Length - low) / (_scores.Length + 1);
    }

    /// <summary>True when the p-value is at most <paramref name="level"/>, which is then the rate of false alarms to expect.</summary>
    public bool IsOutlier(double score, double level) => PValue(score) <= level;
}
