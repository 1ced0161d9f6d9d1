namespace IonSweep.Sweeps.Results;

/// <summary>Outcome of a search of preprocessings and regressions, or of one batch of it. Holds nothing that varies between runs.</summary>
public sealed record SearchResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Null when there are candidates; else why there are none.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>Preprocessings with a regression whose error could be computed.</summary>
    public int Candidates { get; init; }

    /// <summary>Smallest error of the inner cross-validation (RMSE), in the target's unit.</summary>
    public double InnerRmse { get; init; } = double.NaN;

    /// <summary>SHA-256 of the candidates' <c>model.safetensors</c>, hexadecimal.</summary>
    public string Sha256 { get; init; } = "";
}
