using IonSweep.Sweeps.Generators;

namespace IonSweep.Sweeps.Strategies;

/// <summary>E+VAE(n): latents from the fitted normal distribution, labels from the reference networks (source A).</summary>
internal sealed class VaeNormalStrategy : IStrategy
{
    public string Slug => "vae-n";

    public string Name => "E+VAE(n)";

    public GeneratorKind? Generator => GeneratorKind.Vae;

    public bool LabelledByReferences => true;

    public SyntheticSet Generate(GenerationTask task) => LabelledDraws.Generate(task, new NormalLatents(task.Posterior), GeneratorKind.Vae);
}
