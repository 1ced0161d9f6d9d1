using IonSweep.Learning;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Samples.Tests;

/// <summary>A generator kind and a strategy that draws from it, in one file: the mean of the training spectra.</summary>
internal sealed class MeanShapeStrategy : IGeneratorStrategy
{
    public string Slug => "mean-shape";

    public string Name => "E+mean";

    public string Summary => "the mean spectrum, again and again";

    public IGeneratorKind Generator { get; } = new Kind();

    public bool LabelledByReferences => false;

    public SyntheticSet Generate(GenerationTask task)
    {
        float[] mean = ((MeanShape)task.Generator).Mean;
        int targets = task.TrainingTargets.Length / 42, rows = task.TrainingTargets.Length / targets;
        Matrix spectra = new(rows, mean.Length);
        for (int i = 0; i < rows; i++) mean.CopyTo(spectra.Row(i));
        return new SyntheticSet(spectra, [.. task.TrainingTargets], rows, [], Rejected: null);
    }

    private sealed record MeanShape(float[] Mean) : IGenerator
    {
        string IGenerator.Kind => "mean-shape";

        public IReadOnlyList<SafetensorsTensor> Tensors => [SafetensorsTensor.Of("mean", [Mean.Length], Mean)];

        public IReadOnlyList<(string Key, string Value)> Description => [];
    }

    private sealed class Kind : IGeneratorKind
    {
        public string Slug => "shape";

        public string Name => "Mean shape";

        public IReadOnlyCollection<string> Networks => [];

        public void Check(SweepSpec spec)
        {
        }

        public IEnumerable<string> Shortcuts(SweepSpec spec) => [];

        public double Cost(SweepSpec spec, int channels, int targets) => channels;

        public TrainedGenerator Train(GeneratorTask task, ITrainer trainer, TrainingRun run)
        {
            float[] mean = new float[task.Training.Columns];
            for (int row = 0; row < task.Training.Count; row++)
                for (int c = 0; c < mean.Length; c++) mean[c] += task.Training.Row(row)[c] / task.Training.Count;
            run.EpochCompleted?.Invoke(new EpochReport(1, 0, 0, 1, 0));
            return new TrainedGenerator(new MeanShape(mean), new TrainingHistory([0], [0], 1, CapHit: false));
        }

        public IGenerator Read(SafetensorsFile file) => new MeanShape(file.Float32("mean"));
    }
}
