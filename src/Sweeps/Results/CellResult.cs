using System.Text.Json.Serialization;
using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// Outcome of one cell: fold × target × strategy × model family. Holds nothing that varies between runs; times and hosts are
/// <see cref="WorkTiming"/>'s.
/// </summary>
public sealed record CellResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Slug of the model family. Default source A's network.</summary>
    [JsonIgnore]
    public string Model { get; init; } = ModelCatalog.Mlp.Slug;

    /// <summary>Key of family and strategy together (<see cref="SeriesKey"/>).</summary>
    [JsonIgnore]
    public string Series => SeriesKey.Of(Model, Strategy);

    /// <summary>The family in files: those of source A's network name none, as before there were others.</summary>
    [JsonInclude, JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? OtherModel
    {
        get => Model == ModelCatalog.Mlp.Slug ? null : Model;
        init => Model = value ?? ModelCatalog.Mlp.Slug;
    }

    /// <summary>Null when the cell was trained; else why it was not.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>Mean absolute error on the fold's test rows, in the target's unit.</summary>
    public double Mae { get; init; } = double.NaN;

    /// <summary>Root mean squared error on the test rows, in the target's unit.</summary>
    public double Rmse { get; init; } = double.NaN;

    /// <summary>Coefficient of determination on the test rows.</summary>
    public double R2 { get; init; } = double.NaN;

    /// <summary>Mean of predicted minus true on the test rows, in the target's unit.</summary>
    public double Bias { get; init; } = double.NaN;

    /// <summary>Measured training rows.</summary>
    public int TrainingRows { get; init; }

    /// <summary>Measured training samples: rows when the dataset names no samples. n_train of the corrected t-test.</summary>
    public int TrainingSamples { get; init; }

    /// <summary>Test rows.</summary>
    public int TestRows { get; init; }

    /// <summary>Test samples: rows when the dataset names no samples. n_test of the corrected t-test.</summary>
    public int TestSamples { get; init; }

    /// <summary>Generated training rows.</summary>
    public int SyntheticRows { get; init; }

    /// <summary>Epochs trained.</summary>
    public int Epochs { get; init; }

    /// <summary>Epoch (from 1) whose weights were kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Lowest validation loss, in the scaled unit of training.</summary>
    public double BestValidationLoss { get; init; } = double.NaN;

    /// <summary>Training ended at the epoch cap.</summary>
    public bool CapHit { get; init; }

    /// <summary>PLS components chosen; 0 for other families.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Components { get; init; }

    /// <summary>What a search tried and chose; null for other families.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchRanking? Search { get; init; }

    /// <summary>
    /// What was chosen of several ways to augment, in words, e.g. <c>noise (half the strength)</c>, or <c>none</c>; null where nothing was
    /// to be chosen.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Choice { get; init; }

    /// <summary>Trainer that made it.</summary>
    public string Trainer { get; init; } = "";

    /// <summary>Numerics version of that trainer.</summary>
    public int NumericsVersion { get; init; }

    /// <summary>SHA-256 of the <c>model.safetensors</c> of the cell or multi-target model, hexadecimal.</summary>
    public string ModelSha256 { get; init; } = "";
}

/// <summary>When and where a work item ran; kept apart from results because it varies.</summary>
/// <param name="Id">The work item.</param>
/// <param name="StartedUtc">Start of the run that finished it.</param>
/// <param name="Seconds">Wall time of that run.</param>
/// <param name="Epochs">Epochs trained in that run.</param>
/// <param name="Host">Machine or silo.</param>
/// <param name="Resumed">It went on from a checkpoint.</param>
public sealed record WorkTiming(string Id, DateTime StartedUtc, double Seconds, int Epochs, string Host, bool Resumed)
{
    /// <summary>Sweep that had done the same work, whose artifacts were taken; null when this sweep did it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReusedFrom { get; init; }
}
