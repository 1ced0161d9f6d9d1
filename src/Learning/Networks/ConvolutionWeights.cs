namespace IonSweep.Learning.Networks;

/// <summary>Weights of one convolution along the spectrum in the layout that other frameworks use (PyTorch's Conv1d).</summary>
/// <param name="Inputs">Features read at a position.</param>
/// <param name="Outputs">Features computed.</param>
/// <param name="Kernel">Positions seen.</param>
/// <param name="Weight">outputs × inputs × kernel, row-major.</param>
/// <param name="Bias">outputs values.</param>
public sealed record ConvolutionWeights(int Inputs, int Outputs, int Kernel, float[] Weight, float[] Bias);
