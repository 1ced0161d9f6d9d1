using IonSweep.Spectra.Formulas;

namespace IonSweep.Learning.Networks;

/// <summary>Networks as formulas, in the unit of training.</summary>
public static class NetworkFormulas
{
    /// <summary>A multilayer perceptron: sigmoid layers, a linear last one.</summary>
    public static FormulaValue Write(MlpWeights network, IFormulas formulas, FormulaValue spectra)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            spectra = Dense(network.Layers[i], formulas, spectra);
            if (i < network.Layers.Count - 1) spectra = formulas.Logistic(spectra);
        }
        return spectra;
    }

    /// <summary>The concentrations of a convolutional network.</summary>
    public static FormulaValue Write(CnnWeights network, IFormulas formulas, FormulaValue spectra)
    {
        CnnArchitecture architecture = network.Architecture;
        FormulaValue x = spectra;
        for (int i = 0; i < network.Convolutions.Count; i++)
        {
            ConvolutionWeights layer = network.Convolutions[i];
            int positions = architecture.Positions[i], stride = architecture.Convolutions[i].Stride, width = layer.Inputs * layer.Kernel;
            // Positions one after the other, the features of each together; zeros stand on both sides of the spectrum.
            int padding = i == 0 ? architecture.LeftPadding : 0, length = i == 0 ? architecture.Channels : architecture.Positions[i - 1];
            int[] windows = new int[positions * width];
            for (int p = 0; p < positions; p++)
                for (int f = 0; f < layer.Inputs; f++)
                    for (int k = 0; k < layer.Kernel; k++)
                    {
                        int at = p * stride + k - padding;
                        windows[p * width + f * layer.Kernel + k] = at < 0 || at >= length ? -1 : at * layer.Inputs + f;
                    }
            x = Silu(formulas, formulas.Windows(x, windows, Doubles(layer.Weight), Doubles(layer.Bias)));
        }
        int features = architecture.Convolutions[^1].Features, pooled = architecture.PooledPositions, size = architecture.Pooling;
        int[] groups = new int[features * pooled * size];
        for (int f = 0; f < features; f++)
            for (int q = 0; q < pooled; q++)
                for (int k = 0; k < size; k++) groups[(f * pooled + q) * size + k] = (q * size + k) * features + f;
        return Dense(network.TargetHead, formulas, Silu(formulas, Dense(network.Hidden, formulas, formulas.Means(x, groups, size))));
    }

    private static FormulaValue Dense(DenseWeights layer, IFormulas formulas, FormulaValue x) =>
        formulas.Linear(x, Doubles(layer.Weight), Doubles(layer.Bias));

    private static FormulaValue Silu(IFormulas formulas, FormulaValue x) => formulas.Multiply(x, formulas.Logistic(x));

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];
}
