using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Cpu.Vae;

/// <summary>
/// A VAE or cVAE in training: loss = mean over rows of Σ_c (y − x)² + KL (source A). Noise is a function of epoch and row alone.
/// </summary>
internal sealed unsafe class VaeTrainee : Trainee<VaeWeights>
{
    private readonly VaeTask _task;
    private readonly RowAddresses _rows;
    private readonly Matrix _validationNoise;
    private readonly int[] _validationPositions;

    public VaeTrainee(VaeTask task, KernelSet kernels)
    {
        _task = task;
        int rows = Math.Max(Math.Min(task.Options.BatchSize, task.Training.Count), EvaluationRows);
        Network = new VaeNetwork(task.Architecture, kernels, rows, training: true);
        _rows = new RowAddresses(rows);
        ulong element = 0;
        foreach (DenseLayer layer in Network.Layers) layer.Initialize(task.InitialWeights, ref element);
        _validationNoise = new Matrix(task.Validation.Count, task.Architecture.Latents);
        for (int row = 0; row < _validationNoise.Rows; row++)
            NormalStream.Fill(task.ValidationNoise, (ulong)row * NoiseStride, _validationNoise.Row(row));
        _validationPositions = [.. Enumerable.Range(0, task.Validation.Count)];
    }

    public VaeNetwork Network { get; }

    public override Parameters Parameters => Network.Parameters;

    // The stream comes in groups of 64 elements: a row begins a group.
    private ulong NoiseStride => (ulong)(_task.Architecture.Latents + 63) / 64 * 64;

    public override VaeWeights Export() => Network.Export();

    public override double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step)
    {
        _rows.Gather(_task.Training, batch);
        ulong firstRow = (ulong)epoch * (ulong)_task.Training.Count;
        for (int row = 0; row < batch.Length; row++)
            NormalStream.Fill(_task.TrainingNoise, (firstRow + (ulong)batch[row]) * NoiseStride, Network.Noise(row));
        float scale = 1f / batch.Length;
        double sum = Network.Loss(_rows.Pointer, _task.TrainingConditions, batch, scale);
        Network.Backward(_rows.Pointer, batch.Length, scale, step);
        return sum;
    }

    public override double ValidationLoss()
    {
        int total = _task.Validation.Count;
        double sum = 0;
        for (int first = 0; first < total; first += EvaluationRows)
        {
            int count = Math.Min(EvaluationRows, total - first);
            _rows.Gather(_task.Validation, first, count);
            for (int row = 0; row < count; row++) _validationNoise.Row(first + row).CopyTo(Network.Noise(row));
            sum += Network.Loss(_rows.Pointer, _task.ValidationConditions, _validationPositions.AsSpan(first, count), 0);
        }
        return sum / total;
    }
}
