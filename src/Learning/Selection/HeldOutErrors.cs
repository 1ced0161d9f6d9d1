namespace IonSweep.Learning.Selection;

/// <summary>Collects what the settings of a method predict for held-out rows, split after split.</summary>
internal sealed class HeldOutErrors(int settings, double[] targets)
{
    private readonly double[] _sums = new double[settings * targets.Length];
    private readonly int[] _times = new int[targets.Length];
    private readonly List<double[]> _means = []; // mean squared error of each split: settings
    private readonly double[] _squares = new double[settings];
    private int _count;

    /// <param name="held">M rows.</param>
    /// <param name="predicted">Settings × M.</param>
    public void Add(int[] held, double[][] predicted)
    {
        double[] means = new double[settings];
        for (int setting = 0; setting < settings; setting++)
            for (int i = 0; i < held.Length; i++)
            {
                double value = predicted[setting][i], error = value - targets[held[i]];
                _sums[setting * targets.Length + held[i]] += value;
                _squares[setting] += error * error;
                means[setting] += error * error / held.Length;
            }
        _means.Add(means);
        foreach (int row in held) _times[row]++;
        _count += held.Length;
    }

    public double Rmse(int setting) => Math.Sqrt(_squares[setting] / _count);

    /// <summary>Mean prediction of each row; NaN for rows that were never held out.</summary>
    public double[] HeldOut(int setting) =>
        [.. Enumerable.Range(0, targets.Length).Select(row => _sums[setting * targets.Length + row] / _times[row])];

    /// <summary>The setting of the smallest error, or the simplest within one standard error of it.</summary>
    public int Choose(bool oneStandardError)
    {
        int best = 0;
        for (int setting = 1; setting < settings; setting++)
            if (_squares[setting] < _squares[best] || double.IsNaN(_squares[best])) best = setting;
        if (!oneStandardError || _means.Count < 2) return best;
        double mean = _means.Average(one => one[best]);
        double deviation = Math.Sqrt(_means.Sum(one => (one[best] - mean) * (one[best] - mean)) / (_means.Count - 1));
        double limit = mean + deviation / Math.Sqrt(_means.Count);
        for (int setting = 0; setting < best; setting++)
            if (_means.Average(one => one[setting]) <= limit) return setting;
        return best;
    }
}
