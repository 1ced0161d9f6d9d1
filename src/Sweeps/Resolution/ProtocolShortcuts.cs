using System.Globalization;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Resolution;

/// <summary>Tells how a spec falls short of the protocol of source A, so that no shortened sweep passes for a full one.</summary>
public static class ProtocolShortcuts
{
    private static readonly SweepSpec Full = new();

    /// <summary>The shortcuts in one sentence; empty for a full protocol. Choosing targets or strategies is no shortcut.</summary>
    public static string Describe(SweepSpec spec)
    {
        List<string> shortcuts = [];
        if (spec.Data is { Source: DataSources.Simulate, Simulator: DataSources.Absorption, EveryNth: > 1 })
            shortcuts.Add(string.Create(CultureInfo.InvariantCulture, $"one of {spec.Data.EveryNth} solutions"));
        shortcuts.AddRange(SpecShortcuts.Less(spec.FirstFolds ?? spec.Folds, Full.Folds, "folds"));
        // The family mlp trains the references that label generated spectra, also where it is not chosen.
        foreach (IModelFamily family in ModelCatalog.All.Reverse())
            if (spec.Models.Contains(family.Slug) || family == ModelCatalog.Mlp) shortcuts.AddRange(family.Shortcuts(spec));
        shortcuts.AddRange(StrategyCatalog.All.SelectMany(strategy => strategy.Shortcuts(spec)).Distinct());
        shortcuts.AddRange(SpecShortcuts.Less(spec.Statistics.MinimumFolds, Full.Statistics.MinimumFolds, "folds before a verdict"));
        // Only told beside a real shortcut: by itself it is a choice of targets.
        if (shortcuts.Count > 0 && spec.AugmentedTargets.Count > 0)
            shortcuts.Add($"augmented cells of {string.Join(", ", spec.AugmentedTargets)} only");
        return string.Join("; ", shortcuts);
    }
}
