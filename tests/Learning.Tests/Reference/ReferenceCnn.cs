using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Reference;

/// <summary>
/// Convolutional multitask network in double precision, [feature][position] and padded as the architecture's documentation says: textbook
/// loops, independent of the product's layout.
/// </summary>
public sealed class ReferenceCnn
{
    private readonly CnnArchitecture _architecture;
    private readonly int _padded;

    public ReferenceCnn(CnnWeights weights)
    {
        _architecture = weights.Architecture;
        _padded = _architecture.PaddedLength;
        Convolutions = [.. weights.Convolutions.Select((w, i) => new ReferenceConvolution(w, _architecture.Convolutions[i].Stride))];
        Hidden = ReferenceLayer.From(weights.Hidden);
        Heads = weights.AuxiliaryHead is null
            ? [ReferenceLayer.From(weights.TargetHead)]
            : [ReferenceLayer.From(weights.TargetHead), ReferenceLayer.From(weights.AuxiliaryHead)];
        LogVariances = Array.ConvertAll(weights.LogVariances, s => (double)s);
        LogVarianceGradient = new double[LogVariances.Length];
    }

    public ReferenceConvolution[] Convolutions { get; }

    public ReferenceLayer Hidden { get; }

    public ReferenceLayer[] Heads { get; }

    public double[] LogVariances { get; }

    public double[] LogVarianceGradient { get; }

    /// <summary>Concentrations, then auxiliary quantities.</summary>
    public double[] Predict(double[] x) => Forward(x).Outputs;

    public double Loss(double[][] rows, double[][] targets, double[][] auxiliary)
    {
        double[] errors = Errors([.. rows.Select(Predict)], targets, auxiliary);
        return errors.Select((e, t) => 0.5 * (t == 0 ? targets[0].Length : 1) * (Math.Exp(-LogVariances[t]) * e + LogVariances[t])).Sum();
    }

    /// <summary>L₀, unweighted.</summary>
    public double TargetLoss(double[][] rows, double[][] targets) =>
        Errors([.. rows.Select(Predict)], targets, [.. rows.Select(_ => Array.Empty<double>())])[0];

    public void Gradient(double[][] rows, double[][] targets, double[][] auxiliary)
    {
        foreach (ReferenceConvolution layer in Convolutions) layer.ClearGradient();
        foreach (ReferenceLayer layer in Heads.Append(Hidden)) layer.ClearGradient();
        int n = rows.Length, k = targets[0].Length;
        double[] errors = Errors([.. rows.Select(Predict)], targets, auxiliary);
        for (int t = 0; t < LogVariances.Length; t++)
            LogVarianceGradient[t] = 0.5 * (t == 0 ? k : 1) * (1 - Math.Exp(-LogVariances[t]) * errors[t]);
        for (int r = 0; r < n; r++)
        {
            Passed passed = Forward(rows[r]);
            double[] delta = new double[Hidden.Outputs], y = passed.Outputs;
            double[] targetDelta = [.. targets[r].Select((t, i) => Math.Exp(-LogVariances[0]) * (y[i] - t) / n)];
            double[] auxiliaryDelta = [.. auxiliary[r].Select((t, i) => Math.Exp(-LogVariances[1 + i]) * (y[k + i] - t) / n)];
            double[][] deltas = [targetDelta, auxiliaryDelta];
            for (int h = 0; h < Heads.Length; h++)
                delta = [.. delta.Zip(Heads[h].Backward(passed.HiddenActivation, deltas[h]), (a, b) => a + b)];
            delta = [.. delta.Select((d, i) => d * SiluDerivative(passed.HiddenSum[i]))];
            double[] flat = Hidden.Backward(passed.Flat, delta);

            int q = _architecture.PooledPositions, window = _architecture.Pooling;
            double[,] down = new double[Convolutions[^1].Outputs, q * window];
            for (int f = 0; f < Convolutions[^1].Outputs; f++)
                for (int p = 0; p < q * window; p++) down[f, p] = flat[f * q + p / window] / window;
            for (int l = Convolutions.Length - 1; l >= 0; l--)
            {
                for (int f = 0; f < down.GetLength(0); f++)
                    for (int p = 0; p < down.GetLength(1); p++) down[f, p] *= SiluDerivative(passed.Sums[l][f, p]);
                down = Convolutions[l].Backward(passed.Inputs[l], down);
            }
        }
    }

    /// <summary>Every parameter and its gradient: convolutions, hidden layer, heads, log variances.</summary>
    public IEnumerable<(Func<double> Get, Action<double> Set, double Gradient)> Parameters() =>
    [
        .. Convolutions.SelectMany(layer => layer.Parameters()),
        .. Hidden.Parameters(),
        .. Heads.SelectMany(head => head.Parameters()),
        .. LogVariances.Select(
            (_, t) => ((Func<double>)(() => LogVariances[t]), (Action<double>)(value => LogVariances[t] = value), LogVarianceGradient[t])),
    ];

    private static double[] Errors(double[][] predicted, double[][] targets, double[][] auxiliary)
    {
        double[] errors = new double[1 + auxiliary[0].Length];
        for (int r = 0; r < predicted.Length; r++)
        {
            int k = targets[r].Length;
            for (int i = 0; i < k; i++) errors[0] += Math.Pow(predicted[r][i] - targets[r][i], 2) / (predicted.Length * k);
            for (int a = 0; a < auxiliary[r].Length; a++)
                errors[1 + a] += Math.Pow(predicted[r][k + a] - auxiliary[r][a], 2) / predicted.Length;
        }
        return errors;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double SiluDerivative(double z) => Sigmoid(z) * (1 + z * (1 - Sigmoid(z)));

    private Passed Forward(double[] x)
    {
        double[,] signal = new double[1, _padded];
        int left = (_padded - x.Length) / 2;
        for (int c = 0; c < x.Length; c++) signal[0, left + c] = x[c];
        List<double[,]> inputs = [], sums = [];
        foreach (ReferenceConvolution layer in Convolutions)
        {
            inputs.Add(signal);
            signal = layer.Forward(signal);
            sums.Add((double[,])signal.Clone());
            for (int f = 0; f < signal.GetLength(0); f++)
                for (int p = 0; p < signal.GetLength(1); p++) signal[f, p] *= Sigmoid(signal[f, p]);
        }
        int window = _architecture.Pooling, q = signal.GetLength(1) / window;
        double[] flat = new double[signal.GetLength(0) * q];
        for (int f = 0; f < signal.GetLength(0); f++)
            for (int p = 0; p < q * window; p++) flat[f * q + p / window] += signal[f, p] / window;
        double[] hiddenSum = Hidden.Forward(flat), hidden = Array.ConvertAll(hiddenSum, z => z * Sigmoid(z));
        return new Passed(inputs, sums, flat, hiddenSum, hidden, [.. Heads.SelectMany(head => head.Forward(hidden))]);
    }

    private sealed record Passed(
        List<double[,]> Inputs, List<double[,]> Sums, double[] Flat, double[] HiddenSum, double[] HiddenActivation, double[] Outputs);
}

/// <summary>One convolution, [output][input][kernel], with its gradient.</summary>
public sealed class ReferenceConvolution(ConvolutionWeights weights, int stride)
{
    private readonly int _inputs = weights.Inputs, _kernel = weights.Kernel;

    public int Outputs { get; } = weights.Outputs;

    public double[] Weight { get; } = Array.ConvertAll(weights.Weight, w => (double)w);

    public double[] Bias { get; } = Array.ConvertAll(weights.Bias, b => (double)b);

    public double[] WeightGradient { get; } = new double[weights.Weight.Length];

    public double[] BiasGradient { get; } = new double[weights.Bias.Length];

    public double[,] Forward(double[,] x)
    {
        double[,] y = new double[Outputs, (x.GetLength(1) - _kernel) / stride + 1];
        for (int n = 0; n < Outputs; n++)
            for (int p = 0; p < y.GetLength(1); p++)
            {
                y[n, p] = Bias[n];
                for (int f = 0; f < _inputs; f++)
                    for (int k = 0; k < _kernel; k++) y[n, p] += Weight[(n * _inputs + f) * _kernel + k] * x[f, p * stride + k];
            }
        return y;
    }

    /// <summary>Adds the gradient and returns the derivative by the inputs.</summary>
    public double[,] Backward(double[,] x, double[,] dy)
    {
        double[,] dx = new double[x.GetLength(0), x.GetLength(1)];
        for (int n = 0; n < Outputs; n++)
            for (int p = 0; p < dy.GetLength(1); p++)
            {
                BiasGradient[n] += dy[n, p];
                for (int f = 0; f < _inputs; f++)
                    for (int k = 0; k < _kernel; k++)
                    {
                        WeightGradient[(n * _inputs + f) * _kernel + k] += dy[n, p] * x[f, p * stride + k];
                        dx[f, p * stride + k] += dy[n, p] * Weight[(n * _inputs + f) * _kernel + k];
                    }
            }
        return dx;
    }

    public void ClearGradient()
    {
        Array.Clear(WeightGradient);
        Array.Clear(BiasGradient);
    }

    public IEnumerable<(Func<double> Get, Action<double> Set, double Gradient)> Parameters() =>
    [
        .. Weight.Select((_, i) => ((Func<double>)(() => Weight[i]), (Action<double>)(value => Weight[i] = value), WeightGradient[i])),
        .. Bias.Select((_, i) => ((Func<double>)(() => Bias[i]), (Action<double>)(value => Bias[i] = value), BiasGradient[i])),
    ];
}
