using System.Text.Json.Serialization;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Service;

namespace IonSweep.Sweeps.Results;

/// <summary>Results of a sweep so far.</summary>
/// <param name="Summary">The sweep in one line.</param>
/// <param name="Cells">Finished cells ordered by fold, target, model family, strategy as in the spec.</param>
/// <param name="Aggregates">One entry for each target, model family and strategy, in the order of dataset and spec.</param>
/// <param name="SyntheticSets">In JSON <c>generators</c>. One entry for each synthetic set that was drawn.</param>
public sealed record SweepResults(
    SweepSummary Summary,
    IReadOnlyList<CellResult> Cells,
    IReadOnlyList<StrategyAggregate> Aggregates,
    [property: JsonPropertyName("generators")] IReadOnlyList<SyntheticSetResult> SyntheticSets)
{
    /// <summary>Every other model family against PLS, on measured spectra alone; empty without PLS or others.</summary>
    public IReadOnlyList<ModelComparison> ModelComparisons { get; init; } = [];

    /// <summary>Measured trust, one entry for each fold, model family and strategy; empty when the spec does not ask for it.</summary>
    public IReadOnlyList<TrustResult> Trust { get; init; } = [];
}

/// <summary>A model family against PLS on the same folds and target, both without augmentation; a family of Holm's of their own.</summary>
/// <param name="Target">Slug of the target.</param>
/// <param name="Model">Slug of the model family.</param>
/// <param name="Comparison">MAE of the family minus that of PLS.</param>
public sealed record ModelComparison(string Target, string Model, Comparison Comparison);

/// <summary>One target, model family and strategy over the folds.</summary>
public sealed record StrategyAggregate
{
    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the target, e.g. <c>Zn2+</c>.</summary>
    public required string TargetName { get; init; }

    /// <summary>Unit of the errors.</summary>
    public required string Unit { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Name of the strategy, e.g. <c>E+VAE(n)</c>.</summary>
    public required string StrategyName { get; init; }

    /// <summary>Slug of the model family. Default source A's network.</summary>
    public string Model { get; init; } = ModelCatalog.Mlp.Slug;

    /// <summary>
    /// Name of family and strategy together, e.g. <c>PLS+SIM</c>; in a sweep of source A's network alone that of the strategy.
    /// </summary>
    public string Label { get => field ?? StrategyName; init; }

    /// <summary>Key of family and strategy together: <c>sim/pls</c>, or <c>sim</c> for source A's network.</summary>
    [JsonIgnore]
    public string Series => SeriesKey.Of(Model, Strategy);

    /// <summary>Folds with a result.</summary>
    public int Folds { get; init; }

    /// <summary>Mean over folds of the test MAE.</summary>
    public double MeanMae { get; init; } = double.NaN;

    /// <summary>Sample standard deviation over folds of the test MAE; NaN for fewer than two.</summary>
    public double SdMae { get; init; } = double.NaN;

    /// <summary>Comparison with E of the same model family; null for E itself.</summary>
    public Comparison? Comparison { get; init; }
}

/// <summary>
/// A strategy against E, or a model family against PLS, on the same folds and target (Nadeau and Bengio 2003, Holm 1979).
/// </summary>
public sealed record Comparison
{
    /// <summary>Folds where both were trained.</summary>
    public required int Pairs { get; init; }

    /// <summary>Mean over folds of MAE(strategy) − MAE(E); negative is better.</summary>
    public double MeanDifference { get; init; } = double.NaN;

    /// <summary>Lower end of the 95 % interval of the mean difference.</summary>
    public double Lower { get; init; } = double.NaN;

    /// <summary>Upper end of the 95 % interval of the mean difference.</summary>
    public double Upper { get; init; } = double.NaN;

    /// <summary>Two-sided p-value of the corrected resampled t-test.</summary>
    public double P { get; init; } = double.NaN;

    /// <summary>The same after Holm's correction over the sweep's comparisons.</summary>
    public double HolmP { get; init; } = double.NaN;

    /// <summary>Smallest |mean difference| that this test would have called significant alone at the level alpha.</summary>
    public double SmallestDetectable { get; init; } = double.NaN;

    /// <summary>Mean over the pairs of the reference's MAE: the unit of effect sizes.</summary>
    public double ReferenceMae { get; init; } = double.NaN;

    /// <summary>The mean difference in per cent of the reference's MAE.</summary>
    public double DifferencePercent => Percent(MeanDifference);

    /// <summary>A |mean difference| below this is negligible; in the target's unit.</summary>
    public double Margin { get; init; } = double.NaN;

    /// <summary>p-value of equivalence within the margin: the larger of two one-sided corrected tests.</summary>
    public double EquivalenceP { get; init; } = double.NaN;

    /// <summary>The same after Holm's correction over the sweep's comparisons.</summary>
    public double HolmEquivalenceP { get; init; } = double.NaN;

    /// <summary>A second reading of the same numbers; null when there is none.</summary>
    public Posterior? Posterior { get; init; }

    /// <summary>
    /// Folds that would decide an undecided comparison if mean and spread of the differences stayed; null when no number would.
    /// </summary>
    public int? FoldsToDecide { get; init; }

    /// <summary>What the numbers allow to say.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>A difference in per cent of the reference's MAE; NaN without one.</summary>
    public double Percent(double difference) => ReferenceMae > 0 ? difference / ReferenceMae * 100 : double.NaN;
}

/// <summary>
/// Probabilities, from the Bayesian correlated t-test, that the true difference is an improvement beyond the margin, lies within it, or is
/// a loss beyond it. They add up to 1.
/// </summary>
public sealed record Posterior(double Better, double Equivalent, double Worse);

/// <summary>What a comparison allows to say.</summary>
public enum Verdict
{
    /// <summary>No difference was shown and nothing more can be said: the differences have no spread. 0.1.0 had no other word.</summary>
    NotShown,

    /// <summary>Significantly smaller error than E.</summary>
    Better,

    /// <summary>Significantly larger error than E.</summary>
    Worse,

    /// <summary>Fewer complete pairs than the spec asks for.</summary>
    TooFewFolds,

    /// <summary>Significantly within the margin: a difference, if there is one, does not matter.</summary>
    Equivalent,

    /// <summary>Neither a difference nor equivalence was shown.</summary>
    Undecided,
}

/// <summary>What drawing one strategy's generated spectra for one fold gave.</summary>
public sealed record SyntheticSetResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Slug of the generator that was drawn from.</summary>
    public string Generator { get; init; } = "";

    /// <summary>Why no set was made; else null.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>Generated spectra kept.</summary>
    public int Kept { get; init; }

    /// <summary>Generated spectra drawn until the last kept one.</summary>
    public int Drawn { get; init; }

    /// <summary>Of the drawn spectra, those whose label left the allowed range, by target slug.</summary>
    public IReadOnlyDictionary<string, int> RejectedBy { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Share of the fold's measured training spectra whose reference predictions pass the same rule; NaN without labelling.
    /// </summary>
    public double MeasuredPassRate { get; init; } = double.NaN;

    /// <summary>Mean and standard deviation of the kept labels, by target slug.</summary>
    public IReadOnlyDictionary<string, MeanAndSd> Labels { get; init; } = new Dictionary<string, MeanAndSd>();

    /// <summary>Mean and standard deviation of the training labels, by target slug.</summary>
    public IReadOnlyDictionary<string, MeanAndSd> TrainingLabels { get; init; } = new Dictionary<string, MeanAndSd>();

    /// <summary>SHA-256 of the set's safetensors, hexadecimal.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>Mean and sample standard deviation.</summary>
public readonly record struct MeanAndSd(double Mean, double Sd);
