using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>A strategy with options of its own.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Text">How its options differ from the spec's, e.g. <c>strength 0.25</c>; empty where they do not.</param>
/// <param name="Spec">The spec with these options.</param>
public sealed record AugmentationChoice(IFittedStrategy Strategy, string Text, SweepSpec Spec)
{
    /// <summary>What stands for no augmentation.</summary>
    public const string None = "none";

    /// <summary>In words, e.g. <c>noise (strength 0.25)</c>.</summary>
    public override string ToString() => Text.Length == 0 ? Strategy.Slug : $"{Strategy.Slug} ({Text})";
}
