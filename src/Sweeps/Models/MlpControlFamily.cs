using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// The regression network of <c>mlp</c>, trained in a calmer way, a control: without it nobody knows whether what augmentation gains could
/// be had for nothing.
/// </summary>
/// <param name="slug">Key.</param>
/// <param name="name">Name in tables.</param>
/// <param name="summary">One sentence for help.</param>
/// <param name="network">Kind of network that the trainer must have.</param>
/// <param name="train">Options of the training, given those of <c>mlp</c>.</param>
internal sealed class MlpControlFamily(
    string slug, string name, string summary, string network, Func<TrainingOptions, TrainingOptions> train) : IModelFamily
{
    /// <summary>Share of the average of weights that stays at the end of an epoch: it looks about 20 epochs back.</summary>
    private const double Averaging = 0.95;

    /// <summary>The step size is halved after so many parts of the patience without improvement.</summary>
    private const int PartsOfPatience = 5;

    /// <summary>Weights averaged over epochs.</summary>
    public static MlpControlFamily Averaged { get; } = new(
        "mlp-averaged", "MLP averaged", "the network of mlp with weights averaged over epochs, a control", MlpTask.AveragedKind,
        options => options with { Averaging = Averaging });

    /// <summary>A step size that is halved where the validation loss stays.</summary>
    public static MlpControlFamily Falling { get; } = new(
        "mlp-falling", "MLP falling", "the network of mlp with a learning rate that is halved where the loss stays, a control",
        MlpTask.FallingKind, options => options with { HalvingWait = Math.Max(1, options.Patience / PartsOfPatience) });

    public string Slug => slug;

    public string Name => name;

    public string Summary => summary;

    public bool IsMultiTarget => false;

    public IReadOnlyCollection<string> Networks => [network];

    public TargetScalingKind? TargetScaling => null;

    public string ArtifactKind => RegressionNetwork.KindName;

    public IEnumerable<string> Shortcuts(SweepSpec spec) => ModelCatalog.Mlp.Shortcuts(spec);

    public double Cost(SweepSpec spec, int channels, int targets) => MlpFamily.Multiplications(spec, channels, 1);

    public ITrainedModel Read(SafetensorsFile file) => RegressionNetwork.Read(file);

    public TrainedModel Train(ModelTask task, ITrainer trainer, TrainingRun run) =>
        MlpFamily.TrainNetwork(MlpFamily.TaskOf(task, train(task.RegressionOptions)), trainer, run);
}
