using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Strategies;

/// <summary>E+VAE(n): latents from the fitted normal distribution, labels from the reference networks (source A).</summary>
internal sealed class VaeNormalStrategy : IGeneratorStrategy
{
    public string Slug => "vae-n";

    public string Name => "E+VAE(n)";

    public string Summary => "a VAE, latents from the fitted normal distribution, labels from the reference networks";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["generator"];

    public IGeneratorKind Generator => VaeKind.Vae;

    public bool LabelledByReferences => true;

    public SyntheticSet Generate(GenerationTask task) =>
        LabelledDraws.Generate(task, new NormalLatents(task.Posterior!), VaeKind.Vae);
}
