using IonSweep.Learning.Forward;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// What an inner cross-validation of one fold's training rows says of strategies, each as the spec has it, and of the variants of those
/// that are best. Nothing is computed twice. Thread-safe.
/// </summary>
/// <param name="task">The fold's training rows.</param>
/// <param name="strategies">To choose from.</param>
internal sealed class AugmentationTrials(FittedGenerationTask task, IReadOnlyList<IFittedStrategy> strategies)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IFittedStrategy, IReadOnlyList<Tried>> _variants = [];
    private IReadOnlyList<Tried>? _strategies; // the first is none

    /// <summary>
    /// What is best for a model of some targets: the strategy with the smallest mean absolute error over held-out samples, in its best
    /// variant. Targets count in units of their mean error without augmentation.
    /// </summary>
    /// <param name="targets">Numbers of the targets.</param>
    /// <param name="cancellation">Stops the trials.</param>
    /// <returns>Null where nothing is better than none by more than one standard error of the paired differences.</returns>
    public AugmentationChoice? Best(IReadOnlyList<int> targets, CancellationToken cancellation)
    {
        lock (_gate)
        {
            FittedGenerationTask cancellable = task with { Cancellation = cancellation };
            _strategies ??= Try(cancellable, [null, .. strategies.Select(one => one.Trial(task.Spec))]);
            if (_strategies.Count == 0) return null;
            Tried none = _strategies[0], best = Smallest(_strategies, none, targets);
            if (best.Choice is not { } choice) return null;
            if (!_variants.TryGetValue(choice.Strategy, out IReadOnlyList<Tried>? variants))
                _variants.Add(choice.Strategy, variants = Try(cancellable, [.. choice.Strategy.Variants(task.Spec)]));
            best = Smallest([best, .. variants], none, targets);
            return PairedGain.IsClear(Relative(none, none, targets), Relative(best, none, targets)) ? best.Choice : null;
        }
    }

    private static IReadOnlyList<Tried> Try(FittedGenerationTask task, IReadOnlyList<AugmentationChoice?> choices)
    {
        HashSet<int> impossible = [];
        if (choices.Count == 0 || InnerTrials.Errors(task, inner => [.. choices.Select((choice, i) => SetOf(choice, i, inner))])
            is not { } errors) return [];
        return [.. choices.Select((choice, i) => new Tried(choice, errors[i])).Where((_, i) => !impossible.Contains(i))];

        SyntheticSet? SetOf(AugmentationChoice? choice, int number, FittedGenerationTask inner)
        {
            if (choice is null || impossible.Contains(number)) return null;
            try
            {
                return choice.Strategy.Generate(inner with { Spec = choice.Spec });
            }
            catch (ForwardFitException)
            {
                impossible.Add(number); // rows that do not allow a model do not allow this choice
                return null;
            }
        }
    }

    private static Tried Smallest(IReadOnlyList<Tried> tried, Tried none, IReadOnlyList<int> targets) =>
        tried.MinBy(one => Relative(one, none, targets).Average())!; // of equals the first

    /// <summary>Errors of each held-out sample, averaged over targets in units of the targets' mean error without augmentation.</summary>
    private static double[] Relative(Tried tried, Tried none, IReadOnlyList<int> targets)
    {
        double[] relative = new double[tried.Errors[0].Length];
        foreach (int t in targets)
        {
            double unit = none.Errors[t].Average() * targets.Count;
            for (int s = 0; s < relative.Length; s++) relative[s] += unit > 0 ? tried.Errors[t][s] / unit : 0;
        }
        return relative;
    }

    /// <param name="Choice">Null for none.</param>
    /// <param name="Errors">T × held-out samples.</param>
    private sealed record Tried(AugmentationChoice? Choice, double[][] Errors);
}
