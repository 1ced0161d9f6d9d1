using System.ComponentModel;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Samples.Tests;

/// <summary>A model family in one file, with options of its own: the mean of the nearest training spectra's targets.</summary>
internal sealed class NearestNeighboursFamily : IModelFamily
{
    private static readonly SpecSection Options = new("nearest", "model nearest", new NearestSpec());

    public string Slug => "nearest";

    public string Name => "Nearest neighbours";

    public string Summary => "the mean of the nearest training spectra's targets";

    public bool IsMultiTarget => false;

    public TargetScalingKind? TargetScaling => TargetScalingKind.Raw;

    public SpecSection Section => Options;

    public string ArtifactKind => "nearest-neighbours";

    public void Check(SweepSpec spec) => SpecChecks.Between("nearest.neighbours", Of(spec).Neighbours, 1, 100);

    public IEnumerable<string> Shortcuts(SweepSpec spec) => SpecShortcuts.Less(Of(spec).Neighbours, 3, "neighbours");

    public double Cost(SweepSpec spec, int channels, int targets) => channels;

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) => new(
        new NearestNeighbours(
            [.. Enumerable.Range(0, task.Training.Count).Select(row => task.Training.Row(row).ToArray())], task.TrainingTargets,
            Of(task.Spec).Neighbours),
        History: null);

    public ITrainedModel Read(SafetensorsFile file) => new NearestNeighbours(
        [.. file.Float32("spectra").Chunk(file["spectra"].Shape[1])], file.Float32("targets"), file.Integer("neighbours"));

    private static NearestSpec Of(SweepSpec spec) => (NearestSpec)spec.Options(Options);

    /// <summary>Its options.</summary>
    public sealed record NearestSpec
    {
        /// <summary>Spectra averaged. Default 3.</summary>
        [Description("spectra averaged")]
        public int Neighbours { get; init; } = 3;
    }

    private sealed record NearestNeighbours(float[][] Spectra, float[] Targets, int Neighbours) : ITrainedModel
    {
        public string Kind => "nearest-neighbours";

        public IReadOnlyList<SafetensorsTensor> Tensors =>
        [
            SafetensorsTensor.Of("spectra", [Spectra.Length, Spectra[0].Length], [.. Spectra.SelectMany(row => row)]),
            SafetensorsTensor.Of("targets", [Targets.Length], Targets),
        ];

        public IReadOnlyList<(string Key, string Value)> Description => [("neighbours", $"{Neighbours}")];

        public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) =>
            [.. Enumerable.Range(0, spectra.Count).Select(row => Predict(spectra.Row(row).ToArray()))];

        private float Predict(float[] spectrum) => Spectra
            .Select((other, i) => (Distance: spectrum.Zip(other, (a, b) => (a - b) * (a - b)).Sum(), Target: Targets[i]))
            .OrderBy(pair => pair.Distance).Take(Neighbours).Average(pair => pair.Target);
    }
}
