using System.ComponentModel;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// MLP×5: the mean of regression networks that differ by their initial weights and the order of their batches alone, a control: it takes
/// from the error what one training owes to its own luck. The first is the network of <c>mlp</c>, bit for bit.
/// </summary>
internal sealed class MlpStartsFamily : IModelFamily
{
    private static readonly SpecSection Options = new("mlp5", "model mlp-5: the mean of several networks of mlp", new MlpStartsSpec());

    public string Slug => "mlp-5";

    public string Name => "MLP×5";

    public string Summary => "the mean of five networks of mlp from other starts, a control";

    public bool IsMultiTarget => false;

    public IReadOnlyCollection<string> Networks => [MlpTask.Kind];

    public TargetScalingKind? TargetScaling => null;

    public SpecSection Section => Options;

    public string ArtifactKind => NetworkEnsemble.KindName;

    public void Check(SweepSpec spec) => SpecChecks.Between("mlp5.starts", Of(spec).Starts, 2, 100);

    public IEnumerable<string> Shortcuts(SweepSpec spec) => ModelCatalog.Mlp.Shortcuts(spec);

    public double Cost(SweepSpec spec, int channels, int targets) =>
        Of(spec).Starts * MlpFamily.Multiplications(spec, channels, 1);

    public ITrainedModel Read(SafetensorsFile file) => NetworkEnsemble.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run)
    {
        MlpTask[] starts = [.. Enumerable.Range(0, Of(task.Spec).Starts).Select(start => TaskOf(task, start))];
        SequenceCheckpoint checkpoint = new(run.Checkpoint, starts[0].Describe(trainer.Name, trainer.NumericsVersion));
        Trained<MlpWeights>[] trained = new Trained<MlpWeights>[starts.Length];
        for (int start = 0; start < starts.Length; start++)
        {
            if (start < checkpoint.Finished.Count) trained[start] = checkpoint.Finished[start];
            else
            {
                trained[start] = trainer.Train(starts[start], run with { Checkpoint = checkpoint.Slot });
                checkpoint.Finish(trained[start]);
            }
        }
        TrainingHistory first = trained[0].History;
        return new TrainedModel(
            new NetworkEnsemble([.. trained.Select(one => one.Weights)]),
            first with { CapHit = trained.Any(one => one.History.CapHit) });
    }

    private static MlpStartsSpec Of(SweepSpec spec) => (MlpStartsSpec)spec.Options(Options);

    private static MlpTask TaskOf(ModelTask task, int start)
    {
        MlpTask mlp = MlpFamily.TaskOf(task, task.RegressionOptions);
        return start == 0 ? mlp : mlp with
        {
            InitialWeights = task.InitialWeights(FormattableString.Invariant($"{mlp.Architecture.Slug}/start-{start}")),
            BatchOrder = StreamKeys.Of("batch-order", task.Spec.Seed, task.Fold, task.Training.Count, start),
        };
    }
}

/// <summary>Options of the model <c>mlp-5</c>.</summary>
public sealed record MlpStartsSpec
{
    /// <summary>Networks. Default 5.</summary>
    [Description("networks")]
    public int Starts { get; init; } = 5;
}
