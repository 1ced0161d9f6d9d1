using IonSweep.Learning.Cpu;
using IonSweep.Learning.Forward;
using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>Chooses for one model whether and how it is augmented, by the rows that may be learned from alone.</summary>
/// <param name="spec">The resolved spec.</param>
/// <param name="measured">The spectra as measured.</param>
/// <param name="preprocessing">What is done to them.</param>
/// <param name="evaluator">Evaluates networks.</param>
internal sealed class AugmentationChooser(
    SweepSpec spec, SpectralDataset measured, PreprocessingPipeline preprocessing, NetworkEvaluator evaluator)
{
    /// <summary>What the inner cross-validation proposes for some targets; null for no augmentation.</summary>
    public AugmentationChoice? Propose(IChoosingStrategy strategy, FoldData fold, int[] targets, CancellationToken cancellation) =>
        fold.Shared(strategy.Slug).Get("trials", () => new AugmentationTrials(TaskOf(fold, spec, CancellationToken.None),
            strategy.Choices(spec))).Best(targets, cancellation);

    /// <summary>The generated spectra of a choice.</summary>
    /// <exception cref="ForwardFitException">The training rows do not allow it.</exception>
    public SyntheticSet Generate(AugmentationChoice choice, FoldData fold, CancellationToken cancellation) =>
        fold.Shared("chosen").Get($"{choice}", () => choice.Strategy.Generate(TaskOf(fold, choice.Spec, cancellation)));

    /// <summary>
    /// Whether a model trained with augmentation has clearly smaller errors on the fold's validation samples than the one without. One that
    /// was trained on validation rows as well cannot be asked: the proposal holds.
    /// </summary>
    /// <param name="without">The reference.</param>
    /// <param name="with">The model trained with augmentation.</param>
    /// <param name="fold">Its validation rows.</param>
    /// <param name="known">V × K known values, in the unit that models see.</param>
    public bool IsBetter(ITrainedModel without, ITrainedModel with, FoldData fold, float[] known) =>
        with is IRefittedModel || PairedGain.IsClear(Errors(without, fold, known), Errors(with, fold, known));

    /// <summary>Absolute errors of validation samples, averaged over their rows and over targets in units of their spread.</summary>
    private double[] Errors(ITrainedModel model, FoldData fold, float[] known)
    {
        int rows = fold.Split.Validation.Length, targets = known.Length / rows;
        (int[] sampleOf, _) = SampleNumbers.Of(measured);
        float[] predicted = model.Predict(evaluator, fold.Validation);
        double[] spread = [.. Enumerable.Range(0, targets).Select(t => Spread(known, t, targets))];
        return
        [
            .. Enumerable.Range(0, rows).GroupBy(row => sampleOf[fold.Split.Validation[row]]).Select(sample => sample.Average(row =>
                Enumerable.Range(0, targets).Average(t => spread[t] > 0
                    ? Math.Abs((double)predicted[row * targets + t] - known[row * targets + t]) / spread[t] : 0))),
        ];
    }

    private static double Spread(float[] known, int target, int targets)
    {
        int rows = known.Length / targets;
        double mean = 0, sum = 0;
        for (int row = 0; row < rows; row++) mean += known[row * targets + target] / (double)rows;
        for (int row = 0; row < rows; row++) sum += Math.Abs(known[row * targets + target] - mean) / rows;
        return sum;
    }

    private FittedGenerationTask TaskOf(FoldData fold, SweepSpec options, CancellationToken cancellation) => new()
    {
        Spec = options,
        Fold = fold.Fold,
        Measured = measured,
        TrainingRows = fold.Split.Training,
        Preprocessing = preprocessing,
        Channels = fold.Channels,
        Cancellation = cancellation,
    };
}
