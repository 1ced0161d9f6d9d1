using System.Globalization;

namespace IonSweep.Learning.Selection;

/// <summary>
/// Locally weighted PLS (J. S. Shenk, M. O. Westerhaus, P. Berzaghi, J. Near Infrared Spectrosc. 5 (1997) 223; W. S. Cleveland, J. Am.
/// Stat. Assoc. 74 (1979) 829): each spectrum gets a PLS of its own, of the training spectra nearest to it, near ones weighing more. For
/// large sets whose relation to the target is not one line. It is costly and has no formula, so that it is tried only where a spec names
/// it.
/// </summary>
internal sealed class LocalPlsMethod : IRegressionMethod
{
    private static readonly int[] Neighbours = [160, 80, 40];
    private static readonly int[] Components = [2, 4, 6, 9, 12];

    public string Slug => "local-pls";

    public string Name => "Local PLS";

    public bool IsCheap => false;

    public bool IsUsual => false;

    public int MaximumRows => 1_500;

    public IReadOnlyList<string> Settings { get; } =
    [
        .. Neighbours.SelectMany(neighbours => Components.Select(
            components => string.Create(CultureInfo.InvariantCulture, $"{neighbours} neighbours, {components} components"))),
    ];

    public double[][] Predict(SplitGram split, double[] targets)
    {
        double[][] predictions = [.. Settings.Select(_ => new double[split.HeldCount])];
        int n = split.TrainingCount;
        double[] squares = new double[n];
        for (int held = 0; held < split.HeldCount; held++)
        {
            for (int i = 0; i < n; i++)
                squares[i] = split.HeldSquares[held] + split.Training[(i * n) + i] - (2 * split.Held[(held * n) + i]);
            for (int k = 0; k < Neighbours.Length; k++)
            {
                (int[] near, double[] weights) = LocalRegression.Nearest(squares, Neighbours[k]);
                double[] products = new double[near.Length * near.Length], with = new double[near.Length];
                for (int i = 0; i < near.Length; i++)
                {
                    with[i] = split.Held[(held * n) + near[i]];
                    for (int j = 0; j < near.Length; j++) products[(i * near.Length) + j] = split.Training[(near[i] * n) + near[j]];
                }
                SplitGram local = SplitGram.Weighted(products, with, weights);
                double[] by = LocalRegression.Predict(local, weights, [.. near.Select(i => targets[i])]);
                for (int c = 0; c < Components.Length; c++)
                    predictions[(k * Components.Length) + c][held] = by[Components[c] - 1];
            }
        }
        return predictions;
    }

    public DualRegression Fit(SplitGram split, double[] targets, int setting) => new(
        RegressionMethods.Mean(targets), null, null,
        new LocalPart(Neighbours[setting / Components.Length], Components[setting % Components.Length]));
}
