using IonSweep.Spectra.Formulas;

namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// One operation on every spectrum with its options, in the order in which a spec lists them: <c>{kind: snv}</c> or
/// <c>{kind: savitzkyGolay, window: 11, derivative: 1}</c>. To add one: write a record in a file of its own and register it in
/// <see cref="PreprocessingCatalog"/>. Records are compared by value; every option has a default.
/// </summary>
public abstract record PreprocessingStep
{
    /// <summary>Key in specs, camel case.</summary>
    public abstract string Kind { get; }

    /// <summary>One sentence for help and pages: what a step of this kind does.</summary>
    public abstract string Summary { get; }

    /// <summary>In words, with its options, e.g. <c>SNV</c>.</summary>
    public abstract string Text { get; }

    /// <summary>
    /// It learns something from rows (a mean spectrum, a direction): it is fitted on the training rows alone and belongs to pipelines, not
    /// to what is done once to a whole dataset.
    /// </summary>
    public virtual bool LearnsFromRows => false;

    /// <summary>It also needs the target's values: what it makes of spectra differs from target to target.</summary>
    public virtual bool LearnsFromTargets => false;

    /// <summary>Why it cannot be done on C channels; null when it can.</summary>
    public virtual StepProblem? Problem(int channels) => null;

    /// <summary>Makes it ready; one that learns looks at these rows only.</summary>
    /// <exception cref="InvalidPreprocessingException">The rows do not allow it; says why.</exception>
    public abstract IPreprocessor Fit(PreprocessingRows rows);

    /// <summary>Makes it ready from <see cref="IPreprocessor.Learned"/> of a stored one.</summary>
    public virtual IPreprocessor Restore(double[] learned, int channels) =>
        Fit(new PreprocessingRows([], 0, channels));
}

/// <summary>A step that is ready for spectra of one length. Different threads may use it at once.</summary>
public interface IPreprocessor
{
    /// <summary>Preprocesses one spectrum in place.</summary>
    void Apply(Span<double> spectrum);

    /// <summary>All that was learned from rows; empty for a step that learns nothing.</summary>
    double[] Learned => [];

    /// <summary>
    /// Writes down what it does, for programs that know nothing of this one; null, the default, for A x + b, whose numbers are read off.
    /// </summary>
    FormulaValue? Write(IFormulas formulas, FormulaValue spectra) => null;
}

/// <summary>Rows that a step may learn from: N spectra of C channels and, where they are known, what they belong to.</summary>
/// <param name="Spectra">N × C, row-major; steps before have been done. Not to be changed.</param>
/// <param name="Count">N; 0 for steps that learn nothing.</param>
/// <param name="Channels">C.</param>
/// <param name="Targets">N values of the target that the model is for; null where there is none.</param>
/// <param name="Samples">N numbers of samples: equal for replicates, −1 for a generated spectrum; null when each row is its own.</param>
public sealed record PreprocessingRows(
    double[] Spectra, int Count, int Channels, double[]? Targets = null, int[]? Samples = null)
{
    /// <summary>One spectrum.</summary>
    public ReadOnlySpan<double> Row(int row) => Spectra.AsSpan(row * Channels, Channels);

    /// <summary>The targets, for a step that cannot do without.</summary>
    /// <param name="step">Name of the step, to begin the message with.</param>
    /// <exception cref="InvalidPreprocessingException">There are none.</exception>
    public double[] KnownTargets(string step) =>
        Targets ?? throw new InvalidPreprocessingException($"{step} needs the target's values of its training spectra; none were given.");
}
