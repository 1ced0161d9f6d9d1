namespace IonSweep.Spectra.Preprocessing;

/// <summary>All kinds of preprocessing. A new one is registered here, in one line.</summary>
public static class PreprocessingCatalog
{
    private static readonly Lock Changing = new();
    private static bool _used;

    /// <summary>A step of each kind with its defaults, in the order in which documents list them.</summary>
    public static IReadOnlyList<PreprocessingStep> All { get; private set; } =
    [
        new NoPreprocessing(),
        new StandardNormalVariate(),
        new SavitzkyGolay(),
        new MultiplicativeScatterCorrection(),
        new ExtendedScatterCorrection(),
        new Detrending(),
        new BaselineCorrection(),
        new Autoscaling(),
        new OrthogonalSignalCorrection(),
        new ExternalParameterOrthogonalisation(),
        new VariableImportance(),
        new IntervalSelection(),
    ];

    /// <summary>Adds a kind from elsewhere, at the start of a program.</summary>
    /// <param name="step">With its defaults.</param>
    /// <exception cref="InvalidOperationException">The kind is taken, or specs were read or written before.</exception>
    public static void Register(PreprocessingStep step)
    {
        lock (Changing)
        {
            if (_used || All.Any(known => known.Kind == step.Kind))
                throw new InvalidOperationException(
                    $"Preprocessing '{step.Kind}' is registered {(_used ? "after specs were used" : "twice")}.");
            All = [.. All, step];
        }
    }

    /// <summary>All kinds, for a contract of JSON: none can be added from now on.</summary>
    public static IReadOnlyList<PreprocessingStep> Close()
    {
        lock (Changing) _used = true;
        return All;
    }
}
