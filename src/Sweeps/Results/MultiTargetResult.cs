namespace IonSweep.Sweeps.Results;

/// <summary>Outcome of one model of all targets: fold × strategy × model family. Holds nothing that varies between runs.</summary>
public sealed record MultiTargetResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Slug of the model family.</summary>
    public required string Model { get; init; }

    /// <summary>Null when it was trained; else why it was not.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>One cell for each target of the dataset, in its order.</summary>
    public IReadOnlyList<CellResult> Cells { get; init; } = [];

    /// <summary>SHA-256 of its <c>model.safetensors</c>, hexadecimal.</summary>
    public string ModelSha256 { get; init; } = "";
}
