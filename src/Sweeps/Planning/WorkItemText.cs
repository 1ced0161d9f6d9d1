namespace IonSweep.Sweeps.Planning;

/// <summary>Work items in words, from their ids (<see cref="WorkItemId"/>).</summary>
public static class WorkItemText
{
    /// <summary>One of them: <c>cells/0/zn2/vae-n</c> is "fold 0 · zn2 · vae-n".</summary>
    public static string Of(string id) => id.Split('/') switch
    {
        ["cells", var fold, var target, var strategy] => $"fold {fold} · {target} · {strategy}",
        ["cells", var fold, var target, var strategy, var model] => $"fold {fold} · {target} · {strategy} · {model}",
        ["groups", var fold, var strategy, var model] => $"fold {fold} · all targets · {strategy} · {model}",
        ["search", var fold, var target, var strategy] => $"fold {fold} · search of {target} · {strategy}",
        ["search", var fold, var target, var strategy, var batch] => $"fold {fold} · search of {target} · {strategy} · batch {batch}",
        ["trust", var fold, var strategy, var model] => $"fold {fold} · trust of {strategy} · {model}",
        ["folds", var fold, var generator] => $"fold {fold} · generator {generator}",
        ["folds", var fold, _, var strategy] => $"fold {fold} · generated spectra of {strategy}",
        _ => id,
    };

    /// <summary>Its kind, plural: <c>cells/0/zn2/vae-n</c> is one of "cells", which those of several targets are too.</summary>
    public static string KindOf(string id) => id.Split('/') switch
    {
        ["cells" or "groups", ..] => "cells",
        ["trust", ..] => "measurements of trust",
        ["search", ..] => "searches",
        ["folds", _, _] => "generators",
        _ => "synthetic sets",
    };
}
