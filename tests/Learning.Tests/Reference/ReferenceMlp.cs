using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Tests.Reference;

/// <summary>Regression network in double precision: mean over rows and outputs of the squared error.</summary>
public sealed class ReferenceMlp(MlpWeights weights)
{
    public ReferenceLayer[] Layers { get; } = [.. weights.Layers.Select(ReferenceLayer.From)];

    public double[] Predict(double[] x)
    {
        for (int l = 0; l < Layers.Length; l++)
        {
            x = Layers[l].Forward(x);
            if (l < Layers.Length - 1) x = ReferenceMath.Sigmoid(x);
        }
        return x;
    }

    public double Loss(double[][] rows, double[][] targets)
    {
        double sum = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            double[] y = Predict(rows[r]);
            for (int k = 0; k < y.Length; k++) sum += (y[k] - targets[r][k]) * (y[k] - targets[r][k]);
        }
        return sum / (rows.Length * targets[0].Length);
    }

    public void Gradient(double[][] rows, double[][] targets)
    {
        foreach (ReferenceLayer layer in Layers) layer.ClearGradient();
        for (int r = 0; r < rows.Length; r++)
        {
            List<double[]> activations = [rows[r]];
            for (int l = 0; l < Layers.Length; l++)
            {
                double[] z = Layers[l].Forward(activations[^1]);
                activations.Add(l < Layers.Length - 1 ? ReferenceMath.Sigmoid(z) : z);
            }
            double[] delta = [.. activations[^1].Select((y, k) => 2 * (y - targets[r][k]) / (rows.Length * targets[0].Length))];
            for (int l = Layers.Length - 1; l >= 0; l--)
            {
                delta = Layers[l].Backward(activations[l], delta);
                if (l > 0) delta = ReferenceMath.SigmoidBackward(activations[l], delta);
            }
        }
    }
}
