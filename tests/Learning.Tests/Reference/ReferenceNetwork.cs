using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Reference;

/// <summary>One layer in double precision with its gradient: the plain loops of a textbook, independent of the product's code.</summary>
public sealed class ReferenceLayer(int inputs, int outputs)
{
    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    public double[,] Weight { get; } = new double[outputs, inputs];

    public double[] Bias { get; } = new double[outputs];

    public double[,] WeightGradient { get; } = new double[outputs, inputs];

    public double[] BiasGradient { get; } = new double[outputs];

    public static ReferenceLayer From(DenseWeights weights)
    {
        ReferenceLayer layer = new(weights.Inputs, weights.Outputs);
        for (int o = 0; o < layer.Outputs; o++)
        {
            for (int i = 0; i < layer.Inputs; i++) layer.Weight[o, i] = weights.Weight[o * layer.Inputs + i];
            layer.Bias[o] = weights.Bias[o];
        }
        return layer;
    }

    public double[] Forward(double[] x)
    {
        double[] y = new double[Outputs];
        for (int o = 0; o < Outputs; o++)
        {
            y[o] = Bias[o];
            for (int i = 0; i < Inputs; i++) y[o] += Weight[o, i] * x[i];
        }
        return y;
    }

    /// <summary>Adds this row's gradient and returns the derivative by the inputs.</summary>
    public double[] Backward(double[] x, double[] dy)
    {
        double[] dx = new double[Inputs];
        for (int o = 0; o < Outputs; o++)
        {
            BiasGradient[o] += dy[o];
            for (int i = 0; i < Inputs; i++)
            {
                WeightGradient[o, i] += dy[o] * x[i];
                dx[i] += dy[o] * Weight[o, i];
            }
        }
        return dx;
    }

    public void ClearGradient()
    {
        Array.Clear(WeightGradient);
        Array.Clear(BiasGradient);
    }

    /// <summary>Every parameter and its gradient, with a way to change the parameter.</summary>
    public IEnumerable<(Func<double> Get, Action<double> Set, double Gradient)> Parameters()
    {
        for (int o = 0; o < Outputs; o++)
        {
            int row = o;
            for (int i = 0; i < Inputs; i++)
            {
                int column = i;
                yield return (() => Weight[row, column], value => Weight[row, column] = value, WeightGradient[row, column]);
            }
            yield return (() => Bias[row], value => Bias[row] = value, BiasGradient[row]);
        }
    }
}

/// <summary>Functions of the references.</summary>
public static class ReferenceMath
{
    public static double[] Sigmoid(double[] x) => Array.ConvertAll(x, value => 1 / (1 + Math.Exp(-value)));

    public static double[] SigmoidBackward(double[] a, double[] da) => [.. a.Select((value, i) => da[i] * value * (1 - value))];
}
