namespace IonSweep.Learning.Networks;

/// <summary>A convolutional multitask network's weights.</summary>
/// <param name="Architecture">What the layers belong to.</param>
/// <param name="Convolutions">First to last.</param>
/// <param name="Hidden">Dense layer; its inputs are the pooled positions feature by feature (input f·Q + q), as PyTorch flattens.</param>
/// <param name="TargetHead">Hidden → K concentrations.</param>
/// <param name="AuxiliaryHead">Hidden → A auxiliary quantities; null without any.</param>
/// <param name="LogVariances">1 + A learned values s = log σ² (Kendall et al. 2018): of the concentrations, then of each auxiliary
/// quantity. Training alone uses them.</param>
public sealed record CnnWeights(
    CnnArchitecture Architecture,
    IReadOnlyList<ConvolutionWeights> Convolutions,
    DenseWeights Hidden,
    DenseWeights TargetHead,
    DenseWeights? AuxiliaryHead,
    float[] LogVariances);
