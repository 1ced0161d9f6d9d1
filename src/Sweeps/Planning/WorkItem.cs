namespace IonSweep.Sweeps.Planning;

/// <summary>The kinds of work a sweep consists of.</summary>
public enum WorkKind
{
    /// <summary>Train one model of one target and measure its error: fold × target × strategy × model family.</summary>
    Cell,

    /// <summary>Train one generator: fold × generator.</summary>
    Generator,

    /// <summary>Draw one strategy's generated spectra for a fold: fold × strategy.</summary>
    SyntheticSet,

    /// <summary>Train one model of all targets and measure its errors: fold × strategy × model family.</summary>
    MultiTarget,

    /// <summary>Measure intervals and warnings of the models of one fold, strategy and model family.</summary>
    Trust,

    /// <summary>Rank preprocessings and regressions by inner cross-validation: fold × target × strategy, all or the rest of it.</summary>
    Search,

    /// <summary>Try cheap regressions with some of the preprocessings of a large search: fold × target × strategy × batch.</summary>
    SearchBatch,
}

/// <summary>One unit of work that runs on one trainer thread.</summary>
/// <param name="Id">
/// Key and path below the sweep, from slugs: <c>cells/0/zn2/vae-n</c>, <c>folds/0/vae</c> (generator),
/// <c>folds/0/vae/vae-n</c> (synthetic set); of another family than mlp <c>cells/0/zn2/sim/pls</c>, <c>groups/0/sim/mlp-group</c>;
/// <c>trust/0/sim/pls</c>; <c>search/0/zn2/sim</c>, <c>search/0/zn2/sim/3</c> (batch). Folds count from 0.
/// </param>
/// <param name="Kind">What it does.</param>
/// <param name="Fold">Fold, from 0.</param>
/// <param name="Target">Slug of the target, for a cell; else empty.</param>
/// <param name="Strategy">Slug of the strategy; empty for a generator.</param>
/// <param name="Generator">Slug of the generator, for a generator or synthetic set; else empty.</param>
/// <param name="Needs">Ids of the work that must be done before.</param>
/// <param name="LabellingOnly">A reference cell of a target that was not chosen: it labels generated spectra and is not reported.</param>
/// <param name="Model">Slug of the model family, for a cell, multi-target model or trust; else empty.</param>
/// <param name="Batch">Which preprocessings, from 0, for a batch of a search; else 0.</param>
public sealed record WorkItem(
    string Id, WorkKind Kind, int Fold, string Target, string Strategy, string Generator, IReadOnlyList<string> Needs,
    bool LabellingOnly = false, string Model = "", int Batch = 0);
