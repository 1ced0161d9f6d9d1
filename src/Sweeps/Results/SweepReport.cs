using System.Text.Json.Serialization;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Results;

/// <summary>Everything a report shows: the protocol, results with statistics, and the numbers behind each figure.</summary>
public sealed record SweepReport
{
    /// <summary>What was submitted, resolved.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>Results and statistics.</summary>
    public required SweepResults Results { get; init; }

    /// <summary>Which calibration to use, one entry a target that has results; null without a search.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Recommendation>? Recommendations { get; init; }

    /// <summary>When and where each work item ran.</summary>
    public IReadOnlyList<WorkTiming> Timings { get; init; } = [];

    /// <summary>Machines that did the work, by name.</summary>
    public IReadOnlyList<MachineFacts> Machines { get; init; } = [];

    /// <summary>What the dataset holds.</summary>
    public required DatasetFacts Dataset { get; init; }

    /// <summary>Learning curve and test predictions of each finished cell, ordered as <see cref="SweepResults.Cells"/>.</summary>
    public IReadOnlyList<CellDetail> Cells { get; init; } = [];

    /// <summary>Learning curve and latent use of each finished generator, by fold, then in the order of the plan.</summary>
    public IReadOnlyList<GeneratorDetail> Generators { get; init; } = [];

    /// <summary>Measured and generated spectra of the lowest fold that has them, one entry for each strategy that generates.</summary>
    public IReadOnlyList<SpectraComparison> Spectra { get; init; } = [];

    /// <summary>
    /// Targets before and after augmentation, pooled over folds, for each generating strategy and each target of the dataset.
    /// </summary>
    public IReadOnlyList<TargetDistribution> Distributions { get; init; } = [];
}

/// <summary>A machine that did work.</summary>
/// <param name="Host">Its name; that of <see cref="WorkTiming.Host"/>.</param>
/// <param name="System">Operating system and processor architecture.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Cores">Processor cores in use by the process at most.</param>
/// <param name="VectorBits">Width of its widest vector registers.</param>
public sealed record MachineFacts(string Host, string System, string Runtime, int Cores, int VectorBits);

/// <summary>What a dataset holds. N rows, C channels.</summary>
/// <param name="Rows">Spectra, N.</param>
/// <param name="Samples">Distinct samples; N when ungrouped.</param>
/// <param name="Wavelengths">C positions in <see cref="AxisUnit"/>, ascending.</param>
/// <param name="Targets">The targets in the dataset's order.</param>
public sealed record DatasetFacts(int Rows, int Samples, IReadOnlyList<double> Wavelengths, IReadOnlyList<TargetFacts> Targets)
{
    /// <summary>What the channels' positions are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AxisUnit AxisUnit { get; init; }

    /// <summary>What the values of the spectra are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Ordinate Ordinate { get; init; }
}

/// <summary>One target of a dataset.</summary>
/// <param name="Slug">Key, e.g. <c>zn2</c>.</param>
/// <param name="Name">E.g. <c>Zn2+</c>.</param>
/// <param name="Unit">Unit of its values; empty when unknown.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
public sealed record TargetFacts(string Slug, string Name, string Unit, double Minimum, double Maximum)
{
    /// <summary>Rows without a value, which are left out of the target's cells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Missing { get; init; }
}

/// <summary>How one cell learned and what it predicts for the fold's test rows.</summary>
/// <param name="Fold">Fold, from 0.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="Strategy">Slug of the strategy.</param>
/// <param name="Curve">Losses by epoch; no epochs for a calibration that is computed at once.</param>
/// <param name="True">Known values of the test rows, in the target's unit.</param>
/// <param name="Predicted">Predictions for the same rows.</param>
public sealed record CellDetail(
    int Fold, string Target, string Strategy, LearningCurve Curve, IReadOnlyList<float> True, IReadOnlyList<float> Predicted)
{
    /// <summary>Slug of the model family. Default source A's network.</summary>
    public string Model { get; init; } = ModelCatalog.Mlp.Slug;

    /// <summary>Key of family and strategy together (<see cref="SeriesKey"/>).</summary>
    [JsonIgnore]
    public string Series => SeriesKey.Of(Model, Strategy);
}

/// <summary>How one generator learned and how much each latent carries.</summary>
/// <param name="Fold">Fold, from 0.</param>
/// <param name="Generator">Slug, e.g. <c>vae</c>.</param>
/// <param name="Curve">Losses by epoch.</param>
/// <param name="Divergence">For each latent: mean over the training rows of the posterior's KL divergence to N(0, 1), in nats.</param>
public sealed record GeneratorDetail(int Fold, string Generator, LearningCurve Curve, IReadOnlyList<double> Divergence)
{
    /// <summary>Latents whose posterior mean varies by more than 0.01 (variance) between training spectra.</summary>
    public int ActiveLatents { get; init; }

    /// <summary>Training ended at the epoch cap.</summary>
    public bool CapHit { get; init; }
}

/// <summary>
/// Losses by epoch, in scaled units of training, thinned for drawing: at most about 400 epochs, always with the first, the best
/// and the last. The full history stays in the cell's artifacts.
/// </summary>
/// <param name="Epochs">Epochs kept, from 1, ascending.</param>
/// <param name="Training">Training loss of those epochs.</param>
/// <param name="Validation">Validation loss of those epochs.</param>
/// <param name="BestEpoch">Epoch whose weights were kept.</param>
public sealed record LearningCurve(IReadOnlyList<int> Epochs, IReadOnlyList<float> Training, IReadOnlyList<float> Validation,
    int BestEpoch);

/// <summary>Measured beside generated spectra of one fold (source A, Fig. 6). Values in the instrument's unit, C each.</summary>
/// <param name="Fold">Fold, from 0.</param>
/// <param name="Strategy">Slug of the strategy.</param>
/// <param name="Lowest">Smallest training value of each channel.</param>
/// <param name="Highest">Largest training value of each channel.</param>
/// <param name="Mean">Mean training value of each channel.</param>
/// <param name="Measured">A few training spectra.</param>
/// <param name="Kept">A few generated spectra that entered the training set, scaled back.</param>
/// <param name="Rejected">A few generated spectra that the discard rule rejected, scaled back; empty when there are none.</param>
public sealed record SpectraComparison(
    int Fold,
    string Strategy,
    IReadOnlyList<float> Lowest,
    IReadOnlyList<float> Highest,
    IReadOnlyList<float> Mean,
    IReadOnlyList<IReadOnlyList<float>> Measured,
    IReadOnlyList<IReadOnlyList<float>> Kept,
    IReadOnlyList<IReadOnlyList<float>> Rejected);

/// <summary>Histogram of one target over measured and generated training rows, B equal bins, pooled over folds.</summary>
/// <param name="Strategy">Slug of the strategy.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="Edges">B + 1 bin edges in the target's unit, ascending; the last bin includes its upper edge.</param>
/// <param name="Measured">Measured training rows in each bin.</param>
/// <param name="Generated">Generated training rows in each bin.</param>
public sealed record TargetDistribution(
    string Strategy, string Target, IReadOnlyList<double> Edges, IReadOnlyList<int> Measured, IReadOnlyList<int> Generated);
