using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// A way to make a training set. To add one: write a class in a file of its own that implements one of the interfaces below and register it
/// in <see cref="StrategyCatalog"/>. Instances hold no state: one serves all sweeps and threads.
/// </summary>
public interface IStrategy
{
    /// <summary>Key in specs, ids and paths, e.g. <c>vae-n</c>.</summary>
    string Slug { get; }

    /// <summary>Name in tables and figures, e.g. <c>E+VAE(n)</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for help and pages.</summary>
    string Summary { get; }

    /// <summary>Options of its own; null without any, or where the spec itself has them.</summary>
    SpecSection? Section => null;

    /// <summary>
    /// Keys of those sections of a spec that what it makes depends on, beside its own <see cref="Section"/>; null, the default, for all:
    /// its work is then reused only by sweeps with the same options throughout.
    /// </summary>
    IReadOnlyCollection<string>? DependsOn => null;

    /// <summary>Checks its options.</summary>
    /// <exception cref="InvalidSpecException">Names the first unusable field.</exception>
    void Check(SweepSpec spec)
    {
    }

    /// <summary>How its options fall short of the full protocol, each in words.</summary>
    IEnumerable<string> Shortcuts(SweepSpec spec) => [];
}

/// <summary>A strategy that adds generated spectra to the measured training rows: as many as there are of those.</summary>
public interface IGeneratingStrategy : IStrategy
{
    /// <summary>Slug of what the generated spectra are drawn from, part of the set's id: a generator network or a fitted model.</summary>
    string Source { get; }
}

/// <summary>A strategy whose spectra are drawn from a generator network that is trained once a fold (source A).</summary>
public interface IGeneratorStrategy : IGeneratingStrategy
{
    /// <summary>The network.</summary>
    IGeneratorKind Generator { get; }

    /// <summary>Its generated spectra get their labels from the fold's reference networks, those of all targets of the dataset.</summary>
    bool LabelledByReferences { get; }

    /// <summary>Slug of the model family of these: a network each, or several whose mean the label is.</summary>
    string LabelledBy => "mlp";

    void IStrategy.Check(SweepSpec spec) => Generator.Check(spec);

    IEnumerable<string> IStrategy.Shortcuts(SweepSpec spec) => Generator.Shortcuts(spec);

    string IGeneratingStrategy.Source => Generator.Slug;

    /// <summary>Makes the generated spectra.</summary>
    /// <exception cref="GeneratorExhaustedException">Too few of the drawn spectra could be kept.</exception>
    SyntheticSet Generate(GenerationTask task);
}

/// <summary>
/// A strategy whose generated spectra come from a model that is fitted to the fold's training rows at once, without a network (source B).
/// </summary>
public interface IFittedStrategy : IGeneratingStrategy
{
    /// <summary>Fits the model and makes the generated spectra.</summary>
    /// <exception cref="IonSweep.Learning.Forward.ForwardFitException">The training rows allow no such model.</exception>
    SyntheticSet Generate(FittedGenerationTask task);

    /// <summary>
    /// Whether <c>auto</c> chooses from it, and the preset <c>augment</c> has it, unless a spec says otherwise. Default true; later ones
    /// say false, so that specs keep their results.
    /// </summary>
    bool ByDefault => true;

    /// <summary>It as <c>auto</c> tries it first: as the spec has it, without choices of its own that take long.</summary>
    AugmentationChoice Trial(SweepSpec spec) => new(this, "", spec);

    /// <summary>Other strengths and amounts of it that are worth a trial: what <c>auto</c> chooses from beside the spec's own.</summary>
    IEnumerable<AugmentationChoice> Variants(SweepSpec spec) => [];
}

/// <summary>A strategy that chooses one of others, or none, inside each fold and for each model by itself.</summary>
public interface IChoosingStrategy : IStrategy
{
    /// <summary>What it chooses from.</summary>
    IReadOnlyList<IFittedStrategy> Choices(SweepSpec spec);
}
