using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>E+VAE(u): latents from a uniform distribution, labels from the reference networks (source A).</summary>
/// <param name="slug">Key.</param>
/// <param name="name">Name in tables.</param>
/// <param name="width">Width of the distribution; null takes the spec's.</param>
internal sealed class VaeUniformStrategy(string slug, string name, UniformWidth? width = null) : IGeneratorStrategy
{
    public string Slug => slug;

    public string Name => name;

    public string Summary => "a VAE, latents from a uniform distribution, labels from the reference networks";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> DependsOn => ["generator"];

    public IGeneratorKind Generator => VaeKind.Vae;

    public bool LabelledByReferences => true;

    public SyntheticSet Generate(GenerationTask task) =>
        LabelledDraws.Generate(task, new UniformLatents(task.Posterior!, width ?? task.Spec.Generator.UniformWidth), VaeKind.Vae);
}
