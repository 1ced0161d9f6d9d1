namespace IonSweep.Learning.Networks;

/// <summary>Size of one convolution along the spectrum.</summary>
/// <param name="Features">Features that it computes at every position; a multiple of 16, whole vectors.</param>
/// <param name="Kernel">Neighbouring positions that each feature sees; a multiple of <paramref name="Stride"/>, so that every position is
/// seen equally often.</param>
/// <param name="Stride">Positions from one window to the next.</param>
public sealed record ConvolutionShape(int Features, int Kernel, int Stride);
