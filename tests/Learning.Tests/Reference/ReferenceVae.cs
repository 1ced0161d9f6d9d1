using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Tests.Reference;

/// <summary>VAE or cVAE in double precision: mean over rows of the summed squared error plus the divergence, for given noise.</summary>
public sealed class ReferenceVae(VaeWeights weights)
{
    private readonly int _latents = weights.Architecture.Latents;

    /// <summary>Encoder hidden, encoder output, decoder input (if any), decoder hidden, decoder output.</summary>
    public ReferenceLayer[] Layers { get; } =
    [
        .. new[] { weights.EncoderHidden, weights.EncoderOutput, weights.DecoderInput, weights.DecoderHidden, weights.DecoderOutput }
            .Where(layer => layer is not null).Select(layer => ReferenceLayer.From(layer!)),
    ];

    private ReferenceLayer? Input => Layers.Length == 5 ? Layers[2] : null;

    public (double[] Mean, double[] LogVariance) Encode(double[] x)
    {
        double[] e = Layers[1].Forward(ReferenceMath.Sigmoid(Layers[0].Forward(x)));
        return (e[.._latents], e[_latents..]);
    }

    public double[] Decode(double[] latentsAndConditions)
    {
        double[] s = ReferenceMath.Sigmoid(Input is null ? latentsAndConditions : Input.Forward(latentsAndConditions));
        return Layers[^1].Forward(ReferenceMath.Sigmoid(Layers[^2].Forward(s)));
    }

    public double Loss(double[][] rows, double[][] conditions, double[][] noise)
    {
        double sum = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            (double[] mean, double[] logVariance) = Encode(rows[r]);
            double[] z = [.. mean.Select((m, j) => m + Math.Exp(logVariance[j] / 2) * noise[r][j])];
            double[] y = Decode([.. z, .. conditions[r]]);
            for (int c = 0; c < y.Length; c++) sum += (y[c] - rows[r][c]) * (y[c] - rows[r][c]);
            for (int j = 0; j < z.Length; j++)
                sum += 0.5 * (mean[j] * mean[j] + Math.Exp(logVariance[j]) - 1 - logVariance[j]);
        }
        return sum / rows.Length;
    }

    public void Gradient(double[][] rows, double[][] conditions, double[][] noise)
    {
        foreach (ReferenceLayer layer in Layers) layer.ClearGradient();
        double n = rows.Length;
        for (int r = 0; r < rows.Length; r++)
        {
            double[] h = ReferenceMath.Sigmoid(Layers[0].Forward(rows[r]));
            double[] e = Layers[1].Forward(h);
            double[] sigma = [.. e[_latents..].Select(value => Math.Exp(value / 2))];
            double[] z = [.. sigma.Select((s, j) => e[j] + s * noise[r][j]), .. conditions[r]];
            double[] s1 = ReferenceMath.Sigmoid(Input is null ? z : Input.Forward(z));
            double[] h2 = ReferenceMath.Sigmoid(Layers[^2].Forward(s1));
            double[] y = Layers[^1].Forward(h2);

            double[] delta = [.. y.Select((value, c) => 2 * (value - rows[r][c]) / n)];
            delta = ReferenceMath.SigmoidBackward(h2, Layers[^1].Backward(h2, delta));
            delta = ReferenceMath.SigmoidBackward(s1, Layers[^2].Backward(s1, delta));
            if (Input is not null) delta = Input.Backward(z, delta);
            double[] posterior = new double[2 * _latents];
            for (int j = 0; j < _latents; j++)
            {
                posterior[j] = delta[j] + e[j] / n;
                posterior[_latents + j] = delta[j] * noise[r][j] * sigma[j] / 2 + (sigma[j] * sigma[j] - 1) / (2 * n);
            }
            delta = ReferenceMath.SigmoidBackward(h, Layers[1].Backward(h, posterior));
            Layers[0].Backward(rows[r], delta);
        }
    }
}
