using System.Text.Json.Serialization;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Deployment;

/// <summary>A stored model in one line.</summary>
public sealed record ModelSummary
{
    /// <summary>First 16 hexadecimal digits of the SHA-256 of its file: the same model has the same id everywhere.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the sweep that it comes from.</summary>
    public required string Sweep { get; init; }

    /// <summary>Data that it was trained on.</summary>
    public required DatasetReference Dataset { get; init; }

    /// <summary>Name of the model family.</summary>
    public required string ModelName { get; init; }

    /// <summary>Name of the strategy.</summary>
    public required string StrategyName { get; init; }

    /// <summary>It was trained on all rows; otherwise it is the mean of the folds' models.</summary>
    public required bool OnAllRows { get; init; }

    /// <summary>What it predicts, with the errors that were measured.</summary>
    public required IReadOnlyList<CardTarget> Targets { get; init; }

    /// <summary>It was made elsewhere and sent here.</summary>
    public required bool Uploaded { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTime StoredUtc { get; init; }

    /// <summary>Size of its file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What is wrong with what is stored of it; empty when it is whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Damage { get; init; }
}
