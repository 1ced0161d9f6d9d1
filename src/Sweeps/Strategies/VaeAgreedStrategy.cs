using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+VAE(ls): spectra drawn as for E+VAE(n), labelled by the mean of several reference networks of each target (the family <c>mlp-5</c>)
/// and discarded where these disagree: where the standard deviation of any label is larger than that of nine tenths of the fold's measured
/// validation spectra.
/// </summary>
internal sealed class VaeAgreedStrategy : IGeneratorStrategy
{
    private const double Agreeing = 0.9;

    public string Slug => "vae-ls";

    public string Name => "E+VAE(ls)";

    public string Summary => "a VAE, labels from several reference networks, discarded where these disagree";

    public IGeneratorKind Generator => VaeKind.Vae;

    public bool LabelledByReferences => true;

    public string LabelledBy => "mlp-5";

    public SyntheticSet Generate(GenerationTask task) => LabelledDraws.Generate(
        task with { Labeller = task.Labeller!.Agreeing(task.Evaluator, task.Validation, Agreeing) }, new NormalLatents(task.Posterior!),
        VaeKind.Vae);
}
