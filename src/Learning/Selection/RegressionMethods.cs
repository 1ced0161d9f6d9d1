namespace IonSweep.Learning.Selection;

/// <summary>All regressions that a search can try: the only list of them.</summary>
public static class RegressionMethods
{
    /// <summary>In the order in which documents list them.</summary>
    public static IReadOnlyList<IRegressionMethod> All { get; } =
    [
        new PlsMethod(),
        new PcrMethod(),
        new RidgeMethod(),
        new KernelRidgeMethod(),
        new GaussianProcessMethod(),
        new ScoreGaussianProcessMethod(),
        new LocalPlsMethod(),
    ];

    /// <summary>Those that are tried unless a spec names others.</summary>
    public static IReadOnlyList<IRegressionMethod> Usual { get; } = [.. All.Where(method => method.IsUsual)];

    /// <summary>The method of this slug; null when there is none.</summary>
    public static IRegressionMethod? Find(string slug) => All.FirstOrDefault(method => method.Slug == slug);

    internal static double Mean(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    internal static double[] Centred(double[] values, double mean)
    {
        double[] centred = new double[values.Length];
        for (int i = 0; i < centred.Length; i++) centred[i] = values[i] - mean;
        return centred;
    }
}
