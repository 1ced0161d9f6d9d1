namespace IonSweep.Learning.Networks;

/// <summary>A regression network's weights, first layer first.</summary>
/// <param name="Architecture">What the layers belong to.</param>
/// <param name="Layers">One entry per layer of weights.</param>
public sealed record MlpWeights(MlpArchitecture Architecture, IReadOnlyList<DenseWeights> Layers);
