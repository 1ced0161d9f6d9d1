using System.ComponentModel;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Models;

/// <summary>What the models <c>selected</c> and <c>ensemble</c> choose from, and how.</summary>
public sealed record SearchSpec
{
    /// <summary>The section of specs.</summary>
    public static SpecSection Section { get; } =
        new("search", "models selected and ensemble: the best preprocessings and regressions by inner cross-validation", new SearchSpec());

    /// <summary>Preprocessings, each a list of steps; empty, the default, for the usual ones (<see cref="UsualPipelines"/>).</summary>
    [Description("preprocessings to try, each a list of steps, e.g. [[], [{kind: snv}, {kind: savitzkyGolay, window: 15, derivative: 1}]]; "
        + "[] for the usual ones; all kinds in docs/search.md")]
    public IReadOnlyList<IReadOnlyList<PreprocessingStep>> Pipelines { get; init; } = [];

    /// <summary>Slugs of regressions; empty, the default, for the usual ones (<see cref="RegressionMethods"/>).</summary>
    [Description("regressions to try: pls, pcr, ridge, kernel-ridge, gp, gp-scores (these for []), local-pls")]
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Parts of the inner cross-validation. Default 5.</summary>
    [Description("parts of the inner cross-validation")]
    public int InnerFolds { get; init; } = 5;

    /// <summary>Random partitions of it. Default 2.</summary>
    [Description("random partitions of it")]
    public int Repeats { get; init; } = 2;

    /// <summary>Preprocessings, the best under cheap regressions, that costly ones are tried with. Default 6.</summary>
    [Description("preprocessings that costly regressions are tried with")]
    public int Race { get; init; } = 6;

    /// <summary>Take the simplest setting within one standard error of the best. Default false.</summary>
    [Description("take the simplest setting within one standard error of the best")]
    public bool OneStandardError { get; init; }

    /// <summary>Best candidates that the ensemble weighs. Default 10.</summary>
    [Description("best candidates that ensemble weighs")]
    public int EnsembleSize { get; init; } = 10;

    /// <summary>Preprocessings that one work item of a large search tries: seconds of work.</summary>
    internal const int BatchSize = 64;

    /// <summary>Batches of a large search; 0 for a small one, which is one work item.</summary>
    internal int Batches => Pipelines.Count <= BatchSize ? 0 : (Pipelines.Count + BatchSize - 1) / BatchSize;

    /// <summary>The search of a spec.</summary>
    public static SearchSpec Of(SweepSpec spec) => (SearchSpec)spec.Options(Section);

    /// <summary>What is tried on spectra of some channels: the spec's preprocessings, else the usual ones.</summary>
    internal IReadOnlyList<IReadOnlyList<PreprocessingStep>> PipelinesFor(int channels) =>
        Pipelines.Count == 0 ? UsualPipelines.For(channels) : Pipelines;

    /// <summary>The regressions in words of the learning library.</summary>
    internal SearchOptions Options => new()
    {
        Methods = Methods.Count == 0 ? RegressionMethods.Usual : [.. Methods.Select(slug => RegressionMethods.Find(slug)!)],
        InnerFolds = InnerFolds,
        Repeats = Repeats,
        Race = Race,
        OneStandardError = OneStandardError,
        EnsembleSize = EnsembleSize,
    };

    /// <summary>Checks the section.</summary>
    /// <exception cref="Errors.InvalidSpecException">Names the first unusable field.</exception>
    internal void Check()
    {
        string[] known = [.. RegressionMethods.All.Select(method => method.Slug)];
        foreach (string slug in Methods) SpecChecks.OneOf("search.methods", slug, known);
        SpecChecks.Between("search.pipelines", Pipelines.Count, 0, 100_000);
        CheckPipelines(int.MaxValue);
        SpecChecks.Between("search.innerFolds", InnerFolds, 2, 100);
        SpecChecks.Between("search.repeats", Repeats, 1, 100);
        SpecChecks.Between("search.race", Race, 1, 100_000);
        SpecChecks.Between("search.ensembleSize", EnsembleSize, 1, 100);
    }

    /// <summary>Checks the preprocessings for spectra of some channels.</summary>
    /// <exception cref="Errors.InvalidSpecException">Names the option of the first that cannot be done.</exception>
    internal void CheckPipelines(int channels)
    {
        for (int p = 0; p < Pipelines.Count; p++)
        {
            if (Pipelines[p].Count > 16)
                throw SpecChecks.Invalid($"search.pipelines[{p}]", $"expected at most 16 steps, found {Pipelines[p].Count}");
            for (int s = 0; s < Pipelines[p].Count; s++)
                if (Pipelines[p][s].Problem(channels) is { } problem)
                    throw SpecChecks.Invalid(
                        $"search.pipelines[{p}][{s}]{(problem.Option is null ? "" : "." + problem.Option)}",
                        $"{Pipelines[p][s].Kind} {problem.Text}");
        }
    }

    /// <summary>Multiplications that a work item of a search costs for each spectrum: only for estimates of time.</summary>
    internal double Cost(int channels) =>
        (Pipelines.Count == 0 ? UsualPipelines.For(channels).Count : Math.Min(BatchSize, Pipelines.Count)) * (double)InnerFolds * Repeats
        * (channels + 3_000);
}
