using System.Globalization;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Pages;

/// <summary>
/// What the start form can say of a spec: which of each list is chosen, and its numbers. The rest of the spec stands beside it as YAML.
/// </summary>
/// <param name="Data">SHA-256 of a stored dataset, or the name of a simulator.</param>
/// <param name="Targets">Slugs of the chosen targets.</param>
/// <param name="Strategies">Slugs of the chosen strategies.</param>
/// <param name="Models">Slugs of the chosen models.</param>
/// <param name="Steps">Kinds of the chosen preprocessings.</param>
/// <param name="Pipelines">Preprocessings that a search tries, in words.</param>
/// <param name="Methods">Slugs of the regressions that it tries.</param>
/// <param name="Folds">Folds, or folds to begin with, as typed.</param>
/// <param name="MostFolds">Most folds, where more are added on demand; else empty.</param>
/// <param name="Seed">Seed as typed.</param>
public sealed record StartFields(
    string Data, IReadOnlyList<string> Targets, IReadOnlyList<string> Strategies, IReadOnlyList<string> Models,
    IReadOnlyList<string> Steps, IReadOnlyList<string> Pipelines, IReadOnlyList<string> Methods, string Folds, string MostFolds,
    string Seed)
{
    private const int MostPipelines = 60; // of more, a form would only be in the way: they stand in the spec

    /// <summary>Equal for forms that say the same.</summary>
    public string Key => string.Join('\n', Data, Text(Targets), Text(Strategies), Text(Models), Text(Steps), Text(Pipelines), Text(Methods),
        Folds, MostFolds, Seed);

    /// <summary>The form of a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="offer">What there is to choose from for its data.</param>
    public static StartFields Of(SweepSpec spec, StartOffer offer)
    {
        SearchSpec search = SearchSpec.Of(spec);
        string[] all = [.. offer.Targets.Select(target => target.Slug)];
        HashSet<string> named = [.. spec.Targets];
        string[] chosen = spec.Targets.Count == 0 ? all
            : [.. offer.Targets.Where(target => named.Contains(target.Slug) || named.Contains(target.Name)).Select(target => target.Slug)];
        return new StartFields(
            DataOf(spec), chosen,
            [
                .. StrategyCatalog.All.Where(one => spec.Strategies.Contains(one.Slug) || one == StrategyCatalog.Reference)
                    .Select(one => one.Slug),
            ],
            [.. ModelCatalog.All.Where(one => spec.Models.Contains(one.Slug)).Select(one => one.Slug)],
            [.. StepKinds().Where(kind => spec.Preprocessing.Any(step => step.Kind == kind))],
            search.Pipelines.Count > MostPipelines ? []
                : [.. (search.Pipelines.Count == 0 ? UsualPipelines.For(offer.Channels) : search.Pipelines).Select(PreprocessingText.Of)],
            [.. MethodSlugs(search)],
            (spec.FirstFolds ?? spec.Folds).ToString(CultureInfo.InvariantCulture),
            spec.FirstFolds is null ? "" : spec.Folds.ToString(CultureInfo.InvariantCulture),
            spec.Seed.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What a form says.</summary>
    public static StartFields Read(IFormCollection form) => new(
        form["data"].ToString(), Named(form, "targets", [.. form["targets"].OfType<string>()]),
        Named(form, "strategies", [.. StrategyCatalog.All.Select(one => one.Slug)], StrategyCatalog.Reference.Slug),
        Named(form, "models", [.. ModelCatalog.All.Select(one => one.Slug)]), Named(form, "steps", StepKinds()),
        [.. form["pipelines"].OfType<string>()], Named(form, "methods", [.. RegressionMethods.All.Select(one => one.Slug)]),
        form["folds"].ToString().Trim(), form["most"].ToString().Trim(), form["seed"].ToString().Trim());

    /// <summary>A spec changed by what the form says; what the form does not show stays.</summary>
    /// <param name="spec">What the form showed.</param>
    /// <param name="offer">What there was to choose from.</param>
    /// <exception cref="InvalidSpecException">A field is unusable; says which.</exception>
    public SweepSpec Apply(SweepSpec spec, StartOffer offer)
    {
        StartFields shown = Of(spec, offer);
        bool otherData = Data != shown.Data;
        SweepSpec changed = spec with
        {
            Seed = Number("seed", Seed, long.MinValue, long.MaxValue),
            Models = Ordered(spec.Models, Models),
            Strategies = Ordered(spec.Strategies, Strategies),
            Preprocessing =
            [
                .. spec.Preprocessing.Where(step => Steps.Contains(step.Kind) || !StepKinds().Contains(step.Kind)),
                .. PreprocessingCatalog.All.Where(
                    step => Steps.Contains(step.Kind) && spec.Preprocessing.All(has => has.Kind != step.Kind)),
            ],
        };
        int folds = (int)Number("folds", Folds, 1, 10_000);
        changed = MostFolds.Length == 0 ? changed with { Folds = folds, FirstFolds = null }
            : changed with { Folds = (int)Number("folds.to", MostFolds, 1, 10_000), FirstFolds = folds };
        if (otherData) // its targets are others'
            changed = changed with { Data = DataOf(spec, Data), Targets = [], AugmentedTargets = [] };
        else if (Text(Targets) != Text(shown.Targets))
        {
            if (Targets.Count == 0) throw new InvalidSpecException("targets", "targets: choose at least one.");
            IReadOnlyList<string> targets = Targets.Count == offer.Targets.Count ? [] : Targets;
            changed = changed with
            {
                Targets = targets,
                AugmentedTargets = [.. spec.AugmentedTargets.Where(slug => targets.Count == 0 || targets.Contains(slug))],
            };
        }
        return otherData ? changed : WithSearch(changed, shown, offer);
    }

    /// <summary>Kinds of preprocessing that can be done once to all spectra: those that learn nothing from rows.</summary>
    public static IReadOnlyList<string> StepKinds() =>
        [.. PreprocessingCatalog.All.Where(step => step is not NoPreprocessing && !step.LearnsFromRows).Select(step => step.Kind)];

    /// <summary>What a search may try: the usual preprocessings and those of the spec; none where there are too many for a form.</summary>
    public static IReadOnlyList<IReadOnlyList<PreprocessingStep>> PipelinesOf(SweepSpec spec, StartOffer offer)
    {
        SearchSpec search = SearchSpec.Of(spec);
        if (search.Pipelines.Count > MostPipelines) return [];
        IReadOnlyList<IReadOnlyList<PreprocessingStep>> usual = UsualPipelines.For(offer.Channels);
        HashSet<string> known = [.. usual.Select(PreprocessingText.Of)];
        return [.. usual, .. search.Pipelines.Where(pipeline => known.Add(PreprocessingText.Of(pipeline)))];
    }

    private SweepSpec WithSearch(SweepSpec spec, StartFields shown, StartOffer offer)
    {
        if (Text(Pipelines) == Text(shown.Pipelines) && Text(Methods) == Text(shown.Methods)) return spec;
        SearchSpec search = SearchSpec.Of(spec);
        HashSet<string> chosen = [.. Pipelines];
        string[] usual = [.. UsualPipelines.For(offer.Channels).Select(PreprocessingText.Of)];
        if (Pipelines.Count == 0 && shown.Pipelines.Count > 0)
            throw new InvalidSpecException("search.pipelines", "search.pipelines: choose at least one preprocessing for the search.");
        if (Methods.Count == 0) throw new InvalidSpecException("search.methods", "search.methods: choose at least one regression.");
        return spec.With(SearchSpec.Section, search with
        {
            Pipelines = shown.Pipelines.Count == 0 ? search.Pipelines : chosen.SetEquals(usual) ? []
                : [.. PipelinesOf(spec, offer).Where(pipeline => chosen.Contains(PreprocessingText.Of(pipeline)))],
            Methods = Methods.SequenceEqual(RegressionMethods.Usual.Select(method => method.Slug)) ? [] : Methods,
        });
    }

    private static string DataOf(SweepSpec spec) => spec.Data.Source == DataSources.Stored ? spec.Data.Sha256 : spec.Data.Simulator;

    private static DataSpec DataOf(SweepSpec spec, string data) => !DataSources.Simulators.Contains(data)
        ? new DataSpec { Source = DataSources.Stored, Sha256 = data }
        : spec.Data.Source == DataSources.Simulate ? spec.Data with { Simulator = data } : new DataSpec { Simulator = data };

    private static IEnumerable<string> MethodSlugs(SearchSpec search) => search.Methods.Count == 0
        ? RegressionMethods.Usual.Select(method => method.Slug)
        : RegressionMethods.All.Select(method => method.Slug).Where(search.Methods.Contains);

    // In the order that the spec has; what is new after it.
    private static IReadOnlyList<string> Ordered(IReadOnlyList<string> before, IReadOnlyList<string> chosen) =>
        [.. before.Where(chosen.Contains), .. chosen.Where(one => !before.Contains(one))];

    private static IReadOnlyList<string> Named(IFormCollection form, string field, IReadOnlyList<string> known, string always = "")
    {
        HashSet<string> chosen = [.. form[field].OfType<string>()];
        return [.. known.Where(one => one == always || chosen.Contains(one)).Distinct()];
    }

    private static string Text(IReadOnlyList<string> list) => string.Join('|', list);

    private static long Number(string field, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least
            && number <= most
            ? number
            : throw new InvalidSpecException(field,
                $"{field}: expected a whole number{(least > long.MinValue ? $" from {least} to {most}" : "")}, found '{text}'.");
}
