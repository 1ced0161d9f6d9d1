using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Results;

/// <summary>Content of a work item's <c>result.json</c>: exactly one of them is there.</summary>
public sealed record WorkResult
{
    /// <summary>Of a cell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CellResult? Cell { get; init; }

    /// <summary>Of a generator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GeneratorResult? Generator { get; init; }

    /// <summary>Of a synthetic set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SyntheticSetResult? SyntheticSet { get; init; }

    /// <summary>Of a group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupResult? Group { get; init; }

    /// <summary>Of measured trust.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrustResult? Trust { get; init; }

    /// <summary>Why the work failed for a reason that any other run would meet as well; else empty.</summary>
    [JsonIgnore]
    public string Failure => Cell?.Failure ?? Generator?.Failure ?? SyntheticSet?.Failure ?? Group?.Failure ?? Trust?.Failure ?? "";

    /// <summary>SHA-256 of the artifact beside it, hexadecimal; empty for a failure and for trust, which has none.</summary>
    [JsonIgnore]
    public string ArtifactSha256 => Cell?.ModelSha256 ?? Generator?.ModelSha256 ?? SyntheticSet?.Sha256 ?? Group?.ModelSha256 ?? "";
}
