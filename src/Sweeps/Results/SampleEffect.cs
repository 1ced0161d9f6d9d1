namespace IonSweep.Sweeps.Results;

/// <summary>What the number of samples does to the error of what a search selected.</summary>
/// <param name="Sizes">Fewest samples first; the last is all of them.</param>
/// <param name="Fewer">The size that all samples are compared with: half of them, or what is nearest to it.</param>
/// <param name="P">Two-sided p-value of the difference between the two (corrected resampled t-test); NaN without spread.</param>
public sealed record SampleEffect(IReadOnlyList<SampleSize> Sizes, SampleSize Fewer, double P)
{
    /// <summary>All samples.</summary>
    public SampleSize All => Sizes[^1];
}

/// <summary>One size of the training set.</summary>
/// <param name="Samples">Samples learned from.</param>
/// <param name="MeanMae">Mean over folds of the MAE on test rows, target's unit.</param>
/// <param name="SdMae">Standard deviation over folds of it; NaN for fewer than two.</param>
/// <param name="Folds">Folds.</param>
public sealed record SampleSize(int Samples, double MeanMae, double SdMae, int Folds);
