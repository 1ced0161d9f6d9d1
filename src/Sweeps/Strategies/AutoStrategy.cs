using System.ComponentModel;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Strategies;

/// <summary>
/// E+auto: for every fold, model and target the way to augment that helps, or none. An inner cross-validation of the training rows
/// (<see cref="AugmentationTrials"/>) proposes one; the model is trained with it, and keeps it only where its errors on the validation rows
/// are smaller than those of the model without it by more than one standard error. Test rows have no part in it.
/// </summary>
internal sealed class AutoStrategy : IChoosingStrategy
{
    private static readonly SpecSection Options = new(
        "auto", "strategy auto: the way to augment that helps in inner validation, or none", new AutoSpec());

    public string Slug => "auto";

    public string Name => "E+auto";

    public string Summary => "for each fold, model and target the way to augment that helps in inner validation, or none";

    public SpecSection Section => Options;

    public void Check(SweepSpec spec)
    {
        foreach (string slug in ((AutoSpec)spec.Options(Options)).Strategies)
            if (StrategyCatalog.Get(slug) is not IFittedStrategy)
                throw SpecChecks.Invalid("auto.strategies", $"'{slug}' is not fitted at once; expected {string.Join(" or ", Fitted)}");
    }

    public IReadOnlyList<IFittedStrategy> Choices(SweepSpec spec)
    {
        AutoSpec options = (AutoSpec)spec.Options(Options);
        return options.Strategies.Count == 0
            ? [.. StrategyCatalog.All.OfType<IFittedStrategy>().Where(strategy => strategy.ByDefault)]
            : [.. options.Strategies.Select(StrategyCatalog.Get).Cast<IFittedStrategy>()];
    }

    private static IReadOnlyList<string> Fitted =>
        [.. StrategyCatalog.All.OfType<IFittedStrategy>().Select(strategy => strategy.Slug)];
}

/// <summary>Options of the strategy <c>auto</c>.</summary>
public sealed record AutoSpec
{
    /// <summary>
    /// Slugs of the strategies that it chooses from; empty, the default, for all that are fitted at once, but for <c>flow</c>.
    /// </summary>
    [Description("strategies to choose from; [] for all that are fitted at once but flow")]
    public IReadOnlyList<string> Strategies { get; init; } = [];
}
