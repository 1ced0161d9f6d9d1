using IonSweep.Sweeps.Generators;

namespace IonSweep.Sweeps.Strategies;

/// <summary>E+VAE(n): latents from the fitted normal distribution, labels from the reference networks (source A).</summary>
internal sealed class VaeNormalStrategy : ILatentStrategy
{
    public string Slug => "vae-n";

    public string Name => "E+VAE(n)";

    public GeneratorKind Generator => GeneratorKind.Vae;

    public string Source => Generator.Slug;

    public bool LabelledByReferences => true;

    public SyntheticSet Generate(LatentGenerationTask task) =>
        LabelledDraws.Generate(task, new NormalLatents(task.Posterior), GeneratorKind.Vae);
}
