namespace IonSweep.Learning.Selection;

/// <summary>
/// A regression of one target that sees spectra through their inner products alone. To add one: write a class in a file of its own and
/// list it in <see cref="RegressionMethods"/>. Instances hold no state.
/// </summary>
public interface IRegressionMethod
{
    /// <summary>Key in specs.</summary>
    string Slug { get; }

    /// <summary>Name in tables.</summary>
    string Name { get; }

    /// <summary>It costs about as much as PLS; the others are only tried with the preprocessings that those that do rank first.</summary>
    bool IsCheap { get; }

    /// <summary>It is tried unless a spec names its regressions.</summary>
    bool IsUsual => true;

    /// <summary>Training spectra that it can take: of more, as many evenly spaced ones.</summary>
    int MaximumRows => 500;

    /// <summary>What is tried, in words, simplest first: <c>5 components</c>. Inner cross-validation chooses.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>Predictions for the held-out spectra with every setting: settings × M.</summary>
    /// <param name="split">Training and held-out spectra.</param>
    /// <param name="targets">N values that vary.</param>
    double[][] Predict(SplitGram split, double[] targets);

    /// <summary>The regression with one setting, of all training spectra.</summary>
    DualRegression Fit(SplitGram split, double[] targets, int setting);
}

/// <summary>A regression written over its N training spectra: ŷ = mean + Σ aᵢ (x − m)·(xᵢ − m) + Σ rᵢ exp(−‖z − zᵢ‖²/(2 ℓ²)).</summary>
/// <param name="Mean">Mean of the training targets.</param>
/// <param name="Linear">N weights a; null without a linear part.</param>
/// <param name="Radial">The radial part; null without one.</param>
/// <param name="Local">A regression for each spectrum of its own instead; null without it.</param>
public sealed record DualRegression(double Mean, double[]? Linear, RadialPart? Radial = null, LocalPart? Local = null);

/// <summary>How a locally weighted PLS is made.</summary>
/// <param name="Neighbours">Nearest training spectra that it is made of.</param>
/// <param name="Components">Components.</param>
public sealed record LocalPart(int Neighbours, int Components);

/// <summary>Radial part of a regression.</summary>
/// <param name="Weights">N weights r.</param>
/// <param name="Precision">1/(2 ℓ²).</param>
/// <param name="Directions">
/// K × N: z = D Xᵀ(x − m) are K scores of a PCA with variance 1; null where z is the spectrum itself.
/// </param>
public sealed record RadialPart(double[] Weights, double Precision, double[]? Directions);
