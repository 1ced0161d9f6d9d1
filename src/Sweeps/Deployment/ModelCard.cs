using System.Text.Json.Serialization;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Sweeps.Deployment;

/// <summary>
/// What a person and a program must know to use an exported model: <c>card.json</c> beside its safetensors files. Everything about a
/// prediction follows from card and files.
/// </summary>
public sealed record ModelCard
{
    /// <summary>Value of <see cref="Format"/> that this version writes and reads.</summary>
    public const string CurrentFormat = "ionsweep-model-1";

    /// <summary>Version of this record.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Id of the sweep that trained it.</summary>
    public required string Sweep { get; init; }

    /// <summary>Data that it was trained on, and whether a simulator made them.</summary>
    public required DatasetReference Dataset { get; init; }

    /// <summary>Why its protocol was shortened; empty for a full one.</summary>
    public required string Shortened { get; init; }

    /// <summary>Slug of the model family.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the model family.</summary>
    public required string ModelName { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Name of the strategy.</summary>
    public required string StrategyName { get; init; }

    /// <summary>Trainer that made it.</summary>
    public required string Trainer { get; init; }

    /// <summary>Numerics version of that trainer.</summary>
    public required int NumericsVersion { get; init; }

    /// <summary>Version of IonSweep that put it together. Null in cards of versions before 0.2.0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Software { get; init; }

    /// <summary>
    /// Spec of the sweep that trained it, its data named by their SHA-256. Null in cards of versions before 0.2.0.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SweepSpec? Spec { get; init; }

    /// <summary>How it was trained and where its errors come from; null for the sweep's own models of each fold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Training { get; init; }

    /// <summary>How a prediction is computed.</summary>
    public string Evaluation { get; init; } =
        "For each fold: preprocess the spectrum, scale each channel as (x - channel_minimum) / (channel_maximum - channel_minimum), 0 "
            + "where both are equal, "
        + "evaluate the model, multiply by target_sd and add target_mean. The prediction is the mean over folds.";

    /// <summary>C positions that a spectrum must have, ascending, in <see cref="AxisUnit"/>.</summary>
    public required IReadOnlyList<double> Wavelengths { get; init; }

    /// <summary>What those positions are. Cards of 0.2 and before say nothing: nanometres.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AxisUnit AxisUnit { get; init; }

    /// <summary>What the values of the spectra are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Ordinate Ordinate { get; init; }

    /// <summary>What is done to a spectrum before its channels are scaled.</summary>
    public required IReadOnlyList<PreprocessingStep> Preprocessing { get; init; }

    /// <summary>What is predicted.</summary>
    public required IReadOnlyList<CardTarget> Targets { get; init; }

    /// <summary>Coverage that the intervals were made for.</summary>
    public required double Coverage { get; init; }

    /// <summary>Rate of false alarms that the warnings were made for.</summary>
    public required double FalseAlarms { get; init; }

    /// <summary>The members of the ensemble.</summary>
    public required IReadOnlyList<CardFold> Folds { get; init; }
}

/// <summary>One target of an exported model.</summary>
/// <param name="Slug">Key, e.g. <c>zn2</c>.</param>
/// <param name="Name">E.g. <c>Zn2+</c>.</param>
/// <param name="Unit">Unit of values, range and errors; empty when unknown.</param>
/// <param name="Minimum">Smallest calibrated value.</param>
/// <param name="Maximum">Largest calibrated value.</param>
/// <param name="HalfWidth">
/// Prediction ± this is the interval: split-conformal, from the validation residuals of every fold's own model, pooled; infinite when
/// there are too few.
/// </param>
/// <param name="MeasuredCoverage">Share of test rows, of all folds by their own model, whose known value lies in that interval.</param>
/// <param name="MeanMae">Mean over folds of the test MAE.</param>
public sealed record CardTarget(string Slug, string Name, string Unit, double Minimum, double Maximum, double HalfWidth,
    double MeasuredCoverage, double MeanMae);

/// <summary>One member of the ensemble.</summary>
/// <param name="Fold">Fold of the sweep, from 0.</param>
/// <param name="Models">Its models: one for all targets, or one a target in the order of the card.</param>
/// <param name="Trust">What says whether a spectrum is an outlier.</param>
public sealed record CardFold(int Fold, IReadOnlyList<CardFile> Models, CardFile Trust);

/// <summary>A file beside the card.</summary>
/// <param name="Path">Relative to the card.</param>
/// <param name="Sha256">Hash of its bytes, hexadecimal.</param>
public sealed record CardFile(string Path, string Sha256);
