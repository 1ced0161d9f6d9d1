namespace IonSweep.Learning.Selection;

/// <summary>A preprocessing with a method and the setting that inner cross-validation chose for it.</summary>
/// <param name="Pipeline">Index of the preprocessing.</param>
/// <param name="Method">The method.</param>
/// <param name="Setting">Index in its settings.</param>
/// <param name="Rmse">Root of the mean squared error of held-out rows, all repeats together: RMSECV.</param>
/// <param name="HeldOut">
/// R predictions by models that were not trained on the row, means over repeats; NaN for generated rows. Empty for one that was too far
/// behind the best for its predictions to be kept.
/// </param>
public sealed record SearchCandidate(int Pipeline, IRegressionMethod Method, int Setting, double Rmse, double[] HeldOut);
