namespace IonSweep.Sweeps.Planning;

/// <summary>The kinds of work a sweep consists of.</summary>
public enum WorkKind
{
    /// <summary>Train one regression network and measure its error: fold × target × strategy.</summary>
    Cell,

    /// <summary>Train one generator: fold × generator.</summary>
    Generator,

    /// <summary>Draw one strategy's patterns for a fold: fold × strategy.</summary>
    SyntheticSet,
}

/// <summary>One unit of work that runs on one trainer thread.</summary>
/// <param name="Id">
/// Key and path below the sweep, from slugs: <c>cells/0/zn2/vae-n</c>, <c>folds/0/vae</c> (generator),
/// <c>folds/0/vae/vae-n</c> (synthetic set). Folds count from 0.
/// </param>
/// <param name="Kind">What it does.</param>
/// <param name="Fold">Fold, from 0.</param>
/// <param name="Target">Slug of the target, for a cell; else empty.</param>
/// <param name="Strategy">Slug of the strategy, for a cell or synthetic set; else empty.</param>
/// <param name="Generator">Slug of the generator, for a generator or synthetic set; else empty.</param>
/// <param name="Needs">Ids of the work that must be done before.</param>
/// <param name="LabellingOnly">A reference cell of a target that was not chosen: it labels generated spectra and is not reported.</param>
public sealed record WorkItem(
    string Id, WorkKind Kind, int Fold, string Target, string Strategy, string Generator, IReadOnlyList<string> Needs, bool LabellingOnly = false);
