namespace IonSweep.Learning.Networks;

/// <summary>Weights of one fully connected layer in the layout that other frameworks use (PyTorch's Linear).</summary>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Weight">outputs × inputs, row-major.</param>
/// <param name="Bias">outputs values.</param>
public sealed record DenseWeights(int Inputs, int Outputs, float[] Weight, float[] Bias);
