using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Planning;

/// <summary>Builds the ids of work items, which are also their paths below the sweep.</summary>
public static class WorkItemId
{
    /// <summary>E.g. <c>cells/0/zn2/vae-n</c>, the cell of source A's network.</summary>
    public static string Cell(int fold, string target, string strategy) => FormattableString.Invariant($"cells/{fold}/{target}/{strategy}");

    /// <summary>E.g. <c>cells/0/zn2/sim/pls</c>; without the family for source A's network.</summary>
    public static string Cell(int fold, string target, string strategy, string model) =>
        model == ModelCatalog.Mlp.Slug ? Cell(fold, target, strategy) : $"{Cell(fold, target, strategy)}/{model}";

    /// <summary>E.g. <c>groups/0/sim/mlp-group</c>.</summary>
    public static string MultiTarget(int fold, string strategy, string model) =>
        FormattableString.Invariant($"groups/{fold}/{strategy}/{model}");

    /// <summary>E.g. <c>trust/0/sim/pls</c>.</summary>
    public static string Trust(int fold, string strategy, string model) => FormattableString.Invariant($"trust/{fold}/{strategy}/{model}");

    /// <summary>E.g. <c>search/0/zn2/sim</c>.</summary>
    public static string Search(int fold, string target, string strategy) =>
        FormattableString.Invariant($"search/{fold}/{target}/{strategy}");

    /// <summary>E.g. <c>search/0/zn2/sim/3</c>.</summary>
    public static string SearchBatch(int fold, string target, string strategy, int batch) =>
        FormattableString.Invariant($"{Search(fold, target, strategy)}/{batch}");

    /// <summary>E.g. <c>folds/0/vae</c>.</summary>
    public static string Generator(int fold, string generator) => FormattableString.Invariant($"folds/{fold}/{generator}");

    /// <summary>E.g. <c>folds/0/vae/vae-n</c>.</summary>
    public static string SyntheticSet(int fold, string generator, string strategy) =>
        FormattableString.Invariant($"folds/{fold}/{generator}/{strategy}");
}
