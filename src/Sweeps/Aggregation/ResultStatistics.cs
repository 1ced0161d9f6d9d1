using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Statistics;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>Where a cell stands in a sweep.</summary>
internal readonly record struct CellKey(int Fold, string Target, string Model, string Strategy);

/// <summary>Means and spreads over folds, and the two kinds of comparisons: strategies with E, model families with PLS.</summary>
internal sealed class ResultStatistics(
    SweepDefinition definition, IReadOnlyDictionary<CellKey, CellResult> cells, FoldLooks? looks)
{
    private static readonly string Reference = StrategyCatalog.Reference.Slug;

    /// <summary>
    /// One entry for each target, model family and strategy. Each strategy is compared with E of the same family; all comparisons of one
    /// family share Holm's correction.
    /// </summary>
    public IReadOnlyList<StrategyAggregate> Aggregates()
    {
        SweepSpec spec = definition.Spec;
        Dictionary<(string, string, string), Comparison> comparisons = [];
        foreach (string model in spec.Models)
        {
            (string Target, string Model, string Strategy)[] family =
                [.. from target in spec.AugmentedTargets from strategy in spec.Strategies where strategy != Reference select (target, model,
                    strategy)];
            IReadOnlyList<Comparison> compared = StrategyComparison.Compare(
                [.. family.Select(one => Pairs(one.Target, (one.Model, Reference), (one.Model, one.Strategy)))], spec.Statistics, looks);
            for (int i = 0; i < family.Length; i++) comparisons.Add(family[i], compared[i]);
        }
        bool labelled = spec.Models.Any(model => model != ModelCatalog.Mlp.Slug);
        return
        [
            .. from target in spec.Targets
               from model in spec.Models
               from strategy in spec.Strategies
               where strategy == Reference || spec.AugmentedTargets.Contains(target)
               select Aggregate(target, model, strategy, comparisons.GetValueOrDefault((target, model, strategy)), labelled),
        ];
    }

    /// <summary>Every other family against PLS, both with E.</summary>
    public IReadOnlyList<ModelComparison> ModelComparisons()
    {
        SweepSpec spec = definition.Spec;
        string pls = ModelCatalog.Pls.Slug;
        if (!spec.Models.Contains(pls)) return [];
        (string Target, string Model)[] family = [
            .. from target in spec.Targets from model in spec.Models where model != pls select (target, model)];
        IReadOnlyList<Comparison> compared = StrategyComparison.Compare(
            [.. family.Select(one => Pairs(one.Target, (pls, Reference), (one.Model, Reference)))], spec.Statistics, looks);
        return [.. family.Select((one, i) => new ModelComparison(one.Target, one.Model, compared[i]))];
    }

    private StrategyAggregate Aggregate(string target, string model, string strategy, Comparison? comparison, bool labelled)
    {
        TargetFacts facts = definition.Facts.Targets.First(t => t.Slug == target);
        double[] errors = [.. Trained(target, model, strategy).Select(cell => cell.Mae)];
        double mean = errors.Length > 0 ? errors.Sum() / errors.Length : double.NaN;
        string name = StrategyCatalog.Get(strategy).Name;
        return new StrategyAggregate
        {
            Target = target,
            TargetName = facts.Name,
            Unit = facts.Unit,
            Strategy = strategy,
            StrategyName = name,
            Model = model,
            // "E" stands for measured spectra alone; beside a family's name it goes without saying.
            Label = labelled ? ModelCatalog.Get(model).Name + name[1..] : name,
            Folds = errors.Length,
            MeanMae = mean,
            SdMae = errors.Length > 1 ? Math.Sqrt(errors.Sum(error => (error - mean) * (error - mean)) / (errors.Length - 1)) : double.NaN,
            Comparison = comparison,
        };
    }

    private IEnumerable<CellResult> Trained(string target, string model, string strategy) => Enumerable.Range(0, definition.Spec.Folds)
        .Select(fold => cells.GetValueOrDefault(new CellKey(fold, target, model, strategy))).Where(cell => cell is { Failure: null })
            .Select(cell => cell!);

    private IReadOnlyList<(CellResult, CellResult)> Pairs(
        string target, (string Model, string Strategy) reference, (string Model, string Strategy) other) =>
    [
        .. from one in Trained(target, other.Model, other.Strategy)
           let e = cells.GetValueOrDefault(new CellKey(one.Fold, target, reference.Model, reference.Strategy))
           where e is { Failure: null }
           select (e, one),
    ];
}
