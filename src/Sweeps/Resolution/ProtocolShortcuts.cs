using System.Globalization;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;

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
            shortcuts.Add(Text($"one of {spec.Data.EveryNth} solutions"));
        Below(spec.Folds, Full.Folds, "folds");
        if (spec.Models.Contains(CnnMultitaskFamily.SlugText))
        {
            Below(spec.Multitask.Patience, Full.Multitask.Patience, "epochs of patience for cnn-multitask");
            Below(spec.Multitask.EpochCap, Full.Multitask.EpochCap, "epochs at most for cnn-multitask");
        }
        Below(spec.Regression.Patience, Full.Regression.Patience, "epochs of patience for networks");
        Below(spec.Regression.EpochCap, Full.Regression.EpochCap, "epochs at most for networks");
        Below(spec.Generator.Patience, Full.Generator.Patience, "epochs of patience for generators");
        Below(spec.Generator.EpochCap, Full.Generator.EpochCap, "epochs at most for generators");
        Below(spec.Statistics.MinimumFolds, Full.Statistics.MinimumFolds, "folds before a verdict");
        // Only told beside a real shortcut: by itself it is a choice of targets.
        if (shortcuts.Count > 0 && spec.AugmentedTargets.Count > 0)
            shortcuts.Add($"augmented cells of {string.Join(", ", spec.AugmentedTargets)} only");
        return string.Join("; ", shortcuts);

        void Below(int value, int full, string what)
        {
            if (value < full) shortcuts.Add(Text($"{value:N0} instead of {full:N0} {what}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
