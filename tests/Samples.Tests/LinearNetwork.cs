using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Samples.Tests;

/// <summary>
/// A network in one file: its task, how the trainer cpu trains it, and the family that uses it. Stopping rule, checkpoints, resuming and
/// reports are the product's. One layer without hidden neurons: y = w·x + b.
/// </summary>
internal sealed class LinearNetworkFamily : IModelFamily
{
    public string Slug => "linear-network";

    public string Name => "Linear network";

    public string Summary => "a network without hidden layer";

    public bool IsMultiTarget => false;

    public IReadOnlyCollection<string> Networks => [LinearTask.Kind];

    public TargetScalingKind? TargetScaling => TargetScalingKind.Standardized;

    public string ArtifactKind => "linear-network";

    /// <summary>The trainer cpu, with this network.</summary>
    public static CpuTrainer Trainer() => new(LinearTask.Kind, (task, _) => new LinearTrainee((LinearTask)task));

    public double Cost(SweepSpec spec, int channels, int targets) => 3.0 * channels;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        Trained<float[]> trained = trainer.Train(
            new LinearTask(
                task.Training, task.TrainingTargets, task.Validation, task.ValidationTargets, task.InitialWeights("linear"),
                task.BatchOrder, task.RegressionOptions),
            run);
        return new TrainedModel(new LinearNetwork(trained.Weights), trained.History);
    }

    public ITrainedModel Read(SafetensorsFile file) => new LinearNetwork(file.Float32("weights"));

    private sealed record LinearNetwork(float[] Weights) : ITrainedModel
    {
        public string Kind => "linear-network";

        public IReadOnlyList<SafetensorsTensor> Tensors => [SafetensorsTensor.Of("weights", [Weights.Length], Weights)];

        public IReadOnlyList<(string Key, string Value)> Description => [];

        public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) =>
            [.. Enumerable.Range(0, spectra.Count).Select(row => LinearTrainee.Output(Weights, spectra.Row(row)))];
    }

    private sealed record LinearTask(
        RowSet Training, float[] TrainingTargets, RowSet Validation, float[] ValidationTargets, StreamKey InitialWeights,
        StreamKey BatchOrder, TrainingOptions Options)
        : NetworkTask<float[]>(Training, Validation, InitialWeights, BatchOrder, Options)
    {
        public const string Kind = "linear";

        public override string Network => Kind;

        public override string ArchitectureSlug => $"linear-{Training.Columns}";

        protected override int Columns => Training.Columns;

        protected override IReadOnlyList<RowValues> TrainingValues => [new("targets", TrainingTargets, 1)];

        protected override IReadOnlyList<RowValues> ValidationValues => [new("targets", ValidationTargets, 1)];
    }

    private sealed class LinearTrainee(LinearTask task) : Trainee<float[]>
    {
        public override Parameters Parameters { get; } = new(task.Training.Columns + 1, training: true);

        public static float Output(ReadOnlySpan<float> weights, ReadOnlySpan<float> spectrum)
        {
            float sum = weights[^1];
            for (int c = 0; c < spectrum.Length; c++) sum += weights[c] * spectrum[c];
            return sum;
        }

        public override float[] Export() => Parameters.Values.Span.ToArray();

        public override double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step)
        {
            Span<float> weights = Parameters.Values.Span, first = Parameters.First.Span, second = Parameters.Second.Span;
            float[] gradient = new float[weights.Length];
            double sum = 0;
            foreach (int row in batch)
            {
                float error = Output(weights, task.Training.Row(row)) - task.TrainingTargets[row];
                sum += (double)error * error;
                for (int c = 0; c < gradient.Length - 1; c++) gradient[c] += 2 * error * task.Training.Row(row)[c] / batch.Length;
                gradient[^1] += 2 * error / batch.Length;
            }
            for (int c = 0; c < gradient.Length; c++)
                AdamReference.Update(gradient[c], ref weights[c], ref first[c], ref second[c], step);
            return sum;
        }

        public override double ValidationLoss() => Enumerable.Range(0, task.Validation.Count)
            .Average(row => Math.Pow(Output(Parameters.Values.Span, task.Validation.Row(row)) - task.ValidationTargets[row], 2));
    }
}
