using IonSweep.Spectra;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Resolution;

/// <summary>Makes a spec definite for one dataset: nothing in the result is left to a default, a prefix or a notation.</summary>
public static class SpecResolver
{
    /// <summary>
    /// The spec with slugs of all chosen targets in the dataset's order, strategies with <c>e</c> first, and its shortcuts stated.
    /// Resolving again changes nothing.
    /// </summary>
    /// <exception cref="InvalidSpecException">The spec is unusable, by itself or with this dataset; says which field and what was
    /// expected.</exception>
    public static SweepSpec Resolve(SweepSpec spec, SpectralDataset dataset)
    {
        SpecValidator.Validate(spec);
        IReadOnlyList<string> targets = TargetSelection.Resolve(spec.Targets, dataset.Targets, "targets");
        IReadOnlyList<string> augmented = spec.AugmentedTargets.Count == 0 ? targets
            : TargetSelection.Resolve(spec.AugmentedTargets, dataset.Targets, "augmentedTargets");
        if (augmented.FirstOrDefault(slug => !targets.Contains(slug)) is { } outside)
            throw new InvalidSpecException("augmentedTargets",
                $"augmentedTargets: '{outside}' is not among the targets {string.Join(", ", targets)}; add it there or remove it here.");

        SweepSpec resolved = spec with
        {
            Targets = targets,
            AugmentedTargets = augmented,
            Models = [.. spec.Models.Distinct()],
            Strategies = [StrategyCatalog.Reference.Slug,
                .. spec.Strategies.Where(slug => slug != StrategyCatalog.Reference.Slug).Distinct()],
        };
        CheckPreprocessing(resolved, dataset);
        foreach (string model in resolved.Models) ModelCatalog.Get(model).Check(resolved, dataset.ChannelCount);
        CheckRows(resolved, dataset);
        CheckValues(resolved, dataset);
        CheckLabelRanges(resolved, dataset);
        string shortcuts = ProtocolShortcuts.Describe(
            augmented.Count == targets.Count ? resolved with { AugmentedTargets = [] } : resolved);
        return resolved with { Shortened = shortcuts };
    }

    private static void CheckPreprocessing(SweepSpec spec, SpectralDataset dataset)
    {
        try
        {
            _ = new PreprocessingPipeline(spec.Preprocessing, dataset.ChannelCount);
        }
        catch (InvalidPreprocessingException e)
        {
            throw new InvalidSpecException("preprocessing", $"preprocessing: {e.Message}", e);
        }
    }

    private static void CheckRows(SweepSpec spec, SpectralDataset dataset)
    {
        try
        {
            MonteCarloSplitter.Split(dataset, spec.Seed, fold: 0);
        }
        catch (InvalidDatasetException e)
        {
            throw new InvalidSpecException("data", e.Message, e);
        }
    }

    /// <summary>Where values are missing, each part of each fold needs a row with what a model is trained or tested on.</summary>
    private static void CheckValues(SweepSpec spec, SpectralDataset dataset)
    {
        if (!dataset.IsIncomplete) return;
        int[] all = [.. Enumerable.Range(0, dataset.Targets.Count)];
        bool needsAll = spec.Models.Any(slug => ModelCatalog.Get(slug).IsMultiTarget)
            || spec.Strategies.Any(slug => slug != StrategyCatalog.Reference.Slug);
        for (int fold = 0; fold < spec.Folds; fold++)
        {
            FoldSplit split = MonteCarloSplitter.Split(dataset, spec.Seed, fold);
            foreach (string slug in spec.Targets)
            {
                int target = dataset.IndexOfTarget(slug);
                Check(split, [target], $"a value of '{dataset.Targets[target].Name}'", "leave it out with --targets");
            }
            if (needsAll)
                Check(split, all, "values of all targets", "leave out models of all targets and strategies that generate spectra");
        }

        void Check(FoldSplit split, int[] targets, string what, string remedy)
        {
            FoldSplit left = split.With(dataset, targets);
            string? part = left.Training.Length < 2 ? "training" : left.Validation.Length == 0 ? "validation"
                : left.Test.Length == 0 ? "test" : null;
            if (part is not null)
                throw new InvalidSpecException("data", FormattableString.Invariant(
                    $"data: {dataset.Name} has too few rows with {what}: a fold has none among its {part} rows. ")
                    + $"Give more reference values, or {remedy}.");
        }
    }

    /// <summary>A range that no label can lie in would only be noticed after all draws of a generator.</summary>
    private static void CheckLabelRanges(SweepSpec spec, SpectralDataset dataset)
    {
        if (!spec.Strategies.Any(slug => StrategyCatalog.Get(slug) is IGeneratorStrategy { LabelledByReferences: true })) return;
        for (int t = 0; t < dataset.Targets.Count; t++)
        {
            float[] values = dataset.KnownValues(t);
            float lowest = spec.Generator.LabelRange == LabelRange.ZeroToMax ? 0 : values.Min(), highest = values.Max();
            if (highest > lowest) continue;
            string remedy = spec.Generator.LabelRange == LabelRange.ZeroToMax && values.Max() > values.Min() ? "use labelRange: min..max"
                : "remove this target from the data";
            throw new InvalidSpecException("generator.labelRange", FormattableString.Invariant(
                $"generator.labelRange: no generated label of target '{dataset.Targets[t].Name}' can lie between {lowest} and {highest}; ")
                + $"{remedy}.");
        }
    }
}
