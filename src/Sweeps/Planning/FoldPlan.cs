using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Planning;

/// <summary>The work of one fold, listed in order of priority.</summary>
internal sealed class FoldPlan
{
    private readonly SweepSpec _spec;
    private readonly IReadOnlyList<string> _datasetTargets;
    private readonly string[] _chosen, _augmented; // in the dataset's order
    private readonly IGeneratingStrategy[] _generating;
    private readonly IChoosingStrategy[] _choosing;
    private readonly IModelFamily[] _single, _multiTarget, _labellers;
    private readonly bool _labels, _hasMlp, _searches;
    private readonly int _batches; // of preprocessings; 0 where a search is one item

    /// <param name="resolved">From <see cref="SpecResolver.Resolve"/>.</param>
    /// <param name="datasetTargets">Slugs of all targets of the dataset, in its order.</param>
    public FoldPlan(SweepSpec resolved, IReadOnlyList<string> datasetTargets)
    {
        _spec = resolved;
        _datasetTargets = datasetTargets;
        _chosen = [.. datasetTargets.Where(resolved.Targets.Contains)];
        _augmented = [.. datasetTargets.Where(resolved.AugmentedTargets.Contains)];
        _generating = [.. resolved.Strategies.Select(StrategyCatalog.Get).OfType<IGeneratingStrategy>()];
        _choosing = [.. resolved.Strategies.Select(StrategyCatalog.Get).OfType<IChoosingStrategy>()];
        IModelFamily[] families = [.. resolved.Models.Select(ModelCatalog.Get)];
        _single = [.. families.Where(family => !family.IsMultiTarget)];
        _multiTarget = [.. families.Where(family => family.IsMultiTarget)];
        _labellers = [.. _generating.OfType<IGeneratorStrategy>().Where(strategy => strategy.LabelledByReferences)
            .Select(strategy => ModelCatalog.Get(strategy.LabelledBy)).Distinct()];
        _labels = _labellers.Contains(ModelCatalog.Mlp);
        _hasMlp = families.Contains(ModelCatalog.Mlp);
        _searches = _single.Any(family => family.Searches);
        _batches = _searches ? SearchSpec.Of(resolved).Batches : 0;
    }

    public void AddTo(List<WorkItem> items, int fold)
    {
        string reference = StrategyCatalog.Reference.Slug;
        foreach (IGeneratorKind generator in _generating.OfType<IGeneratorStrategy>().Select(strategy => strategy.Generator).Distinct())
            items.Add(new WorkItem(WorkItemId.Generator(fold, generator.Slug), WorkKind.Generator, fold, "", "", generator.Slug, []));

        string[] references = [.. _datasetTargets.Where(target => _labels || (_hasMlp && _chosen.Contains(target)))];
        foreach (string target in references)
            items.Add(Cell(fold, target, reference, ModelCatalog.Mlp, []) with { LabellingOnly = !_hasMlp || !_chosen.Contains(target) });
        AddSearches(items, fold, _chosen, reference, []);
        foreach (string target in _chosen)
            foreach (IModelFamily model in _single.Where(model => model != ModelCatalog.Mlp))
                items.Add(Cell(fold, target, reference, model, []));
        foreach (IModelFamily model in _labellers.Where(model => model != ModelCatalog.Mlp))
            foreach (string target in _datasetTargets.Where(target => !_single.Contains(model) || !_chosen.Contains(target)))
                items.Add(Cell(fold, target, reference, model, []) with { LabellingOnly = true });
        foreach (IModelFamily model in _multiTarget) items.Add(MultiTarget(fold, reference, model, []));

        foreach (IGeneratingStrategy strategy in _generating)
        {
            string[] needs = strategy is IGeneratorStrategy latent
                ? [WorkItemId.Generator(fold, latent.Generator.Slug),
                    .. latent.LabelledByReferences
                        ? _datasetTargets.Select(target => WorkItemId.Cell(fold, target, reference, latent.LabelledBy)) : []]
                : [];
            items.Add(new WorkItem(SetId(fold, strategy), WorkKind.SyntheticSet, fold, "", strategy.Slug, strategy.Source, needs));
        }

        foreach (IGeneratingStrategy strategy in _generating) AddSearches(items, fold, _augmented, strategy.Slug, [SetId(fold, strategy)]);
        foreach (string target in _augmented)
            foreach (IGeneratingStrategy strategy in _generating)
                foreach (IModelFamily model in _single) items.Add(Cell(fold, target, strategy.Slug, model, [SetId(fold, strategy)]));
        if (_augmented.Length > 0)
            foreach (IGeneratingStrategy strategy in _generating)
                foreach (IModelFamily model in _multiTarget) items.Add(MultiTarget(fold, strategy.Slug, model, [SetId(fold, strategy)]));

        foreach (IChoosingStrategy strategy in _choosing) AddChosen(items, fold, strategy, reference);

        if (_spec.Trust.Evaluate) AddTrust(items, fold, reference);
    }

    /// <summary>Batch by batch for all targets, so that they share what a batch's preprocessings make of the spectra.</summary>
    private void AddSearches(List<WorkItem> items, int fold, string[] targets, string strategy, string[] sets)
    {
        if (!_searches) return;
        for (int batch = 0; batch < _batches; batch++)
            foreach (string target in targets)
                items.Add(new WorkItem(
                    WorkItemId.SearchBatch(fold, target, strategy, batch), WorkKind.SearchBatch, fold, target, strategy, "", sets,
                    Batch: batch));
        foreach (string target in targets)
            items.Add(new WorkItem(WorkItemId.Search(fold, target, strategy), WorkKind.Search, fold, target, strategy, "",
                [
                    .. sets,
                    .. Enumerable.Range(0, _batches).Select(batch => WorkItemId.SearchBatch(fold, target, strategy, batch)),
                ]));
    }

    /// <summary>Models whose augmentation is chosen beside the model without it, which they need.</summary>
    private void AddChosen(List<WorkItem> items, int fold, IChoosingStrategy strategy, string reference)
    {
        foreach (string target in _augmented)
            foreach (IModelFamily model in _single)
                items.Add(Cell(fold, target, strategy.Slug, model, [WorkItemId.Cell(fold, target, reference, model.Slug)]));
        if (_augmented.Length == 0) return;
        foreach (IModelFamily model in _multiTarget)
            items.Add(MultiTarget(fold, strategy.Slug, model, [WorkItemId.MultiTarget(fold, reference, model.Slug)]));
    }

    private void AddTrust(List<WorkItem> items, int fold, string reference)
    {
        foreach (IModelFamily model in _spec.Models.Select(ModelCatalog.Get))
            foreach (string strategy in _spec.Strategies)
            {
                string[] targets = strategy == reference ? _chosen : _augmented;
                if (targets.Length == 0) continue;
                items.Add(new WorkItem(WorkItemId.Trust(fold, strategy, model.Slug), WorkKind.Trust, fold, "", strategy, "",
                    model.IsMultiTarget ? [WorkItemId.MultiTarget(fold, strategy, model.Slug)]
                        : [.. targets.Select(target => WorkItemId.Cell(fold, target, strategy, model.Slug))],
                    Model: model.Slug));
            }
    }

    private static WorkItem Cell(int fold, string target, string strategy, IModelFamily model, string[] sets) =>
        new(WorkItemId.Cell(fold, target, strategy, model.Slug), WorkKind.Cell, fold, target, strategy, "",
            model.Searches ? [.. sets, WorkItemId.Search(fold, target, strategy)] : sets, Model: model.Slug);

    private static WorkItem MultiTarget(int fold, string strategy, IModelFamily model, IReadOnlyList<string> needs) =>
        new(WorkItemId.MultiTarget(fold, strategy, model.Slug), WorkKind.MultiTarget, fold, "", strategy, "", needs, Model: model.Slug);

    private static string SetId(int fold, IGeneratingStrategy strategy) => WorkItemId.SyntheticSet(fold, strategy.Source, strategy.Slug);
}
