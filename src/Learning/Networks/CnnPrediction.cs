namespace IonSweep.Learning.Networks;

/// <summary>What a convolutional multitask network says about spectra, in the scaled units of training.</summary>
/// <param name="Targets">Rows × K concentrations, row-major.</param>
/// <param name="Auxiliary">Rows × A auxiliary quantities, row-major.</param>
public sealed record CnnPrediction(float[] Targets, float[] Auxiliary);
