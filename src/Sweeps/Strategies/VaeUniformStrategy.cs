using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>E+VAE(u): latents from a uniform distribution, labels from the reference networks (source A).</summary>
/// <param name="slug">Key.</param>
/// <param name="name">Name in tables.</param>
/// <param name="width">Width of the distribution; null takes the spec's.</param>
internal sealed class VaeUniformStrategy(string slug, string name, UniformWidth? width = null) : ILatentStrategy
{
    public string Slug => slug;

    public string Name => name;

    public GeneratorKind Generator => GeneratorKind.Vae;

    public string Source => Generator.Slug;

    public bool LabelledByReferences => true;

    public SyntheticSet Generate(LatentGenerationTask task) =>
        LabelledDraws.Generate(task, new UniformLatents(task.Posterior, width ?? task.Spec.Generator.UniformWidth), GeneratorKind.Vae);
}
