using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Execution;

/// <summary>
/// Keys of work items: two items of any sweeps whose keys are equal have equal results, bit for bit. A key holds the dataset, the trainer
/// with its numerics version, the item's id (fold, target, strategy, family), those options of the spec that it depends on, and the keys of
/// what it needs. Options at their defaults do not count, so that a key outlives new options.
/// </summary>
internal sealed class WorkKeys
{
    private const string Trust = "trust";

    /// <summary>What chooses work, names it or judges it afterwards.</summary>
    private static readonly HashSet<string> Choices =
        ["preset", "shortened", "data", "folds", "targets", "augmentedTargets", "models", "strategies", "statistics"];

    private readonly SweepDefinition _definition;
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal); // that are not at their defaults
    private readonly HashSet<string> _owned; // options that some family, strategy or generator kind says are its own
    private readonly Dictionary<string, string> _protocols = [];

    private WorkKeys(SweepDefinition definition)
    {
        _definition = definition;
        JsonObject defaults = JsonSerializer.SerializeToNode(new SweepSpec(), SweepJson.Compact)!.AsObject();
        foreach ((string key, JsonNode? value) in JsonSerializer.SerializeToNode(definition.Spec, SweepJson.Compact)!.AsObject())
            if (!Choices.Contains(key) && !JsonNode.DeepEquals(value, defaults[key])) _options.Add(key, value?.ToJsonString() ?? "null");
        _owned =
        [
            Trust, .. ModelCatalog.All.SelectMany(family => OptionsOf(family) ?? []),
            .. StrategyCatalog.All.SelectMany(strategy => OptionsOf(strategy) ?? []),
        ];
    }

    /// <summary>The key of every work item of a sweep, by its id.</summary>
    public static IReadOnlyDictionary<string, string> Of(SweepDefinition definition)
    {
        WorkKeys keys = new(definition);
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (WorkItem item in definition.Plan().Items) found.Add(item.Id, keys.Of(item, found)); // needs come before
        return found;
    }

    private string Of(WorkItem item, Dictionary<string, string> found) =>
        Hash(string.Join('\n', [Protocol(item), item.Id, .. Reported(item), .. item.Needs.Select(need => found[need])]));

    /// <summary>Trust of a multi-target model is measured for the targets that the sweep reports.</summary>
    private IReadOnlyList<string> Reported(WorkItem item) => item.Kind != WorkKind.Trust ? []
        : item.Strategy == StrategyCatalog.Reference.Slug ? _definition.Spec.Targets : _definition.Spec.AugmentedTargets;

    private string Protocol(WorkItem item)
    {
        string kind = $"{item.Kind}|{item.Model}|{item.Strategy}|{item.Generator}";
        if (_protocols.TryGetValue(kind, out string? known)) return known;
        HashSet<string>? needed = item.Kind == WorkKind.Trust ? [Trust] : [];
        if (item.Kind is WorkKind.Search or WorkKind.SearchBatch) Add(null);
        if (item.Model.Length > 0) Add(OptionsOf(ModelCatalog.Get(item.Model)));
        if (item.Strategy.Length > 0) Add(OptionsOf(StrategyCatalog.Get(item.Strategy)));
        else if (item.Generator.Length > 0) Add(StrategyCatalog.Generator(item.Generator).DependsOn);
        string options = string.Join('\n', _options.Where(option => needed is null
            ? option.Key != Trust || item.Kind == WorkKind.Trust
            : needed.Contains(option.Key) || !_owned.Contains(option.Key)).Select(option => $"{option.Key}: {option.Value}"));
        return _protocols[kind] = Hash(FormattableString.Invariant(
            $"{_definition.Dataset.Sha256}\n{_definition.Spec.Trainer}\n{_definition.NumericsVersion}\n{options}"));

        void Add(IReadOnlyCollection<string>? more)
        {
            if (more is null) needed = null;
            else needed?.UnionWith(more);
        }
    }

    private static string[]? OptionsOf(IModelFamily family) => Own(family.DependsOn, family.Section);

    private static string[]? OptionsOf(IStrategy strategy)
    {
        string[]? own = Own(strategy.DependsOn, strategy.Section);
        if (own is null || strategy is not IGeneratorStrategy drawn) return own;
        return drawn.Generator.DependsOn is { } more ? [.. own, .. more] : null;
    }

    private static string[]? Own(IReadOnlyCollection<string>? options, SpecSection? section) =>
        options is null ? null : section is null ? [.. options] : [.. options, section.Key];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
