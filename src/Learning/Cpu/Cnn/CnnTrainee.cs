using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Cpu.Cnn;

/// <summary>
/// A convolutional multitask network in training. With L₀ the mean over rows and concentrations of (y − t)², L_a the mean over rows
/// for auxiliary quantity a, one log variance s_t a task, and n_t its outputs, K for the concentrations and else 1, the loss is the
/// negative logarithm of all outputs' Gaussian likelihood, a constant apart (Kendall, Gal and Cipolla 2018, equations 5 to 7):
/// <code>
/// L = ½ Σ_t n_t·(e^{−s_t}·L_t + s_t)
/// δy_t = e^{−s_t}·(y_t − t_t) / B      δs_t = ½·n_t·(1 − e^{−s_t}·L_t)
/// </code>
/// </summary>
internal sealed unsafe class CnnTrainee : Trainee<CnnWeights>
{
    private readonly CnnTask _task;
    private readonly RowAddresses _rows;
    private readonly int _targets, _auxiliary;
    private readonly double[] _precision, _sums; // e^{−s_t}; sums of squared errors, per task
    private readonly float[] _gradient;

    public CnnTrainee(CnnTask task, KernelSet kernels)
    {
        _task = task;
        _targets = task.Architecture.Targets;
        _auxiliary = task.Architecture.Auxiliary;
        int batch = Math.Min(task.Options.BatchSize, task.Training.Count);
        Network = new CnnNetwork(task.Architecture, kernels, EvaluationRows, batch);
        Network.Import(CnnInitialWeights.Draw(task.Architecture, task.InitialWeights));
        _rows = new RowAddresses(Math.Max(batch, EvaluationRows));
        _precision = new double[task.Architecture.Tasks];
        _sums = new double[task.Architecture.Tasks];
        _gradient = new float[task.Architecture.Tasks];
    }

    public CnnNetwork Network { get; }

    public override Parameters Parameters => Network.Parameters;

    /// <summary>L of the last batch, before its step.</summary>
    public double WeightedLoss { get; private set; }

    public override CnnWeights Export() => Network.Export();

    /// <returns>Sum over the rows of their share in L₀, which is comparable with the validation loss; NaN when L is not finite.</returns>
    public override double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step)
    {
        _rows.Gather(_task.Training, batch);
        RowBlock output = Network.Forward(_rows.Pointer, batch.Length, training: true), delta = Network.OutputDelta;
        ReadOnlySpan<float> logVariances = Network.LogVariances;
        for (int t = 0; t < _precision.Length; t++) _precision[t] = PortableMath.Exp(-(double)logVariances[t]);
        Array.Clear(_sums);
        for (int row = 0; row < batch.Length; row++)
        {
            ReadOnlySpan<float> predicted = output.Row(row);
            Span<float> gradient = delta.Row(row);
            ReadOnlySpan<float> targets = _task.TrainingTargets.AsSpan(batch[row] * _targets, _targets);
            float scale = (float)(_precision[0] / batch.Length);
            for (int k = 0; k < targets.Length; k++)
            {
                float difference = predicted[k] - targets[k];
                _sums[0] += (double)difference * difference;
                gradient[k] = difference * scale;
            }
            ReadOnlySpan<float> auxiliary = _task.TrainingAuxiliary.AsSpan(batch[row] * _auxiliary, _auxiliary);
            for (int a = 0; a < auxiliary.Length; a++)
            {
                float difference = predicted[_targets + a] - auxiliary[a];
                _sums[1 + a] += (double)difference * difference;
                gradient[_targets + a] = difference * (float)(_precision[1 + a] / batch.Length);
            }
        }
        double loss = 0;
        for (int t = 0; t < _sums.Length; t++)
        {
            int outputs = t == 0 ? _targets : 1;
            double weighted = _precision[t] * (_sums[t] / ((double)batch.Length * outputs));
            loss += 0.5 * outputs * (weighted + logVariances[t]);
            _gradient[t] = (float)(0.5 * outputs * (1 - weighted));
        }
        WeightedLoss = loss;
        Network.Backward(batch.Length, step);
        Network.UpdateLogVariances(_gradient, step);
        return double.IsFinite(loss) ? _sums[0] / _targets : double.NaN;
    }

    public override double ValidationLoss()
    {
        int total = _task.Validation.Count;
        double sum = 0;
        for (int first = 0; first < total; first += EvaluationRows)
        {
            int count = Math.Min(EvaluationRows, total - first);
            _rows.Gather(_task.Validation, first, count);
            sum = SquaredErrors.Add(sum, Network.Forward(_rows.Pointer, count, training: false),
                _task.ValidationTargets.AsSpan(first * _targets, count * _targets), _targets);
        }
        return sum / ((double)total * _targets);
    }
}
