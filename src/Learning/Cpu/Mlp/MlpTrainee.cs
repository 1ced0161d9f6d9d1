using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu.Mlp;

/// <summary>
/// A regression network in training: loss = mean over rows and outputs of (y − t)².
/// </summary>
internal sealed unsafe class MlpTrainee : Trainee<MlpWeights>
{
    private readonly MlpTask _task;
    private readonly RowAddresses _rows;
    private readonly int _outputs;

    public MlpTrainee(MlpTask task, KernelSet kernels)
    {
        _task = task;
        _outputs = task.Architecture.Outputs;
        int rows = Math.Max(Math.Min(task.Options.BatchSize, task.Training.Count), EvaluationRows);
        Network = new MlpNetwork(task.Architecture, kernels, rows, training: true);
        _rows = new RowAddresses(rows);
        ulong element = 0;
        foreach (DenseLayer layer in Network.Layers) layer.Initialize(task.InitialWeights, ref element);
    }

    public MlpNetwork Network { get; }

    public override Parameters Parameters => Network.Parameters;

    public override MlpWeights Export() => Network.Export();

    public override double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step)
    {
        _rows.Gather(_task.Training, batch);
        RowBlock output = Network.Forward(_rows.Pointer, batch.Length), delta = Network.OutputDelta;
        float scale = 2f / (batch.Length * _outputs);
        double sum = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            ReadOnlySpan<float> targets = _task.TrainingTargets.AsSpan(batch[row] * _outputs, _outputs);
            ReadOnlySpan<float> predicted = output.Row(row);
            Span<float> gradient = delta.Row(row);
            for (int k = 0; k < targets.Length; k++)
            {
                float difference = predicted[k] - targets[k];
                sum += (double)difference * difference;
                gradient[k] = difference * scale;
            }
        }
        Network.Backward(_rows.Pointer, batch.Length, step);
        return sum / _outputs;
    }

    public override double ValidationLoss()
    {
        int total = _task.Validation.Count;
        double sum = 0;
        for (int first = 0; first < total; first += EvaluationRows)
        {
            int count = Math.Min(EvaluationRows, total - first);
            _rows.Gather(_task.Validation, first, count);
            sum = SquaredErrors.Add(sum, Network.Forward(_rows.Pointer, count),
                _task.ValidationTargets.AsSpan(first * _outputs, count * _outputs), _outputs);
        }
        return sum / ((double)total * _outputs);
    }
}
