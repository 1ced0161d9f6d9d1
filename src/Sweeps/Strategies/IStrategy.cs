namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// A way to make a training set. To add one: write a class in a file of its own and register it in <see cref="StrategyCatalog"/>.
/// Instances hold no state: one serves all sweeps and threads.
/// </summary>
public interface IStrategy
{
    /// <summary>Key in specs, ids and paths, e.g. <c>vae-n</c>.</summary>
    string Slug { get; }

    /// <summary>Name in tables and figures, e.g. <c>E+VAE(n)</c>.</summary>
    string Name { get; }

    /// <summary>The generator its patterns come from; null trains on measured spectra alone.</summary>
    GeneratorKind? Generator { get; }

    /// <summary>Its patterns get their labels from the fold's reference networks, those of all targets of the dataset.</summary>
    bool LabelledByReferences { get; }

    /// <summary>Makes as many patterns as there are measured training rows.</summary>
    /// <exception cref="GeneratorExhaustedException">Too few of the drawn patterns could be kept.</exception>
    /// <exception cref="NotSupportedException">This strategy has no generator.</exception>
    SyntheticSet Generate(GenerationTask task);
}
