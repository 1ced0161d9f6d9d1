namespace IonSweep.Client.Progress;

/// <summary>Work item ids in words: <c>cells/0/zn2/vae-n</c> is "fold 0, zn2, vae-n".</summary>
internal static class WorkItemName
{
    /// <summary>True for a cell or a multi-target model, false for what serves them.</summary>
    public static bool IsCell(string id) =>
        id.StartsWith("cells/", StringComparison.Ordinal) || id.StartsWith("groups/", StringComparison.Ordinal);

    /// <summary>The id in words.</summary>
    public static string Of(string id) => id.Split('/') switch
    {
        ["cells", var fold, var target, var strategy] => $"fold {fold}, {target}, {strategy}",
        ["cells", var fold, var target, var strategy, var model] => $"fold {fold}, {target}, {strategy}, {model}",
        ["groups", var fold, var strategy, var model] => $"fold {fold}, all targets, {strategy}, {model}",
        ["trust", var fold, var strategy, var model] => $"fold {fold}, trust of {strategy}, {model}",
        ["search", var fold, var target, var strategy] => $"fold {fold}, search of {target}, {strategy}",
        ["search", var fold, var target, var strategy, var batch] => $"fold {fold}, search of {target}, {strategy}, batch {batch}",
        ["folds", var fold, var generator] => $"fold {fold}, generator {generator}",
        ["folds", var fold, _, var strategy] => $"fold {fold}, generated spectra of {strategy}",
        _ => id,
    };

    /// <summary>The kind of work in words, plural.</summary>
    public static string Kind(string id) => id.Split('/') switch
    {
        ["cells" or "groups", ..] => "cells",
        ["trust", ..] => "measurements of trust",
        ["search", ..] => "searches",
        ["folds", _, _] => "generators",
        _ => "synthetic sets",
    };
}
