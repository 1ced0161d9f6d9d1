namespace IonSweep.Bench.Verdicts;

/// <summary>Standard normal numbers of a seeded generator.</summary>
internal sealed class GaussianSource(int seed)
{
    private readonly Random _random = new(seed);
    private double _spare = double.NaN;

    /// <summary>The next one (Box and Muller 1958).</summary>
    public double Next()
    {
        if (!double.IsNaN(_spare))
        {
            (double kept, _spare) = (_spare, double.NaN);
            return kept;
        }
        double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())), angle = 2 * Math.PI * _random.NextDouble();
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>The first <paramref name="count"/> of a random order of n indices.</summary>
    public int[] Order(int n)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        _random.Shuffle(order);
        return order;
    }
}
