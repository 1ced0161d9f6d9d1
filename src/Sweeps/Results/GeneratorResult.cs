using IonSweep.Sweeps.Generators;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Results;

/// <summary>Outcome of training one generator on one fold. Holds nothing that varies between runs.</summary>
public sealed record GeneratorResult
{
    /// <summary>Fold, from 0.</summary>
    public required int Fold { get; init; }

    /// <summary>Slug of the generator.</summary>
    public required string Generator { get; init; }

    /// <summary>Null when it was trained; else why it was not.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>Epochs trained.</summary>
    public int Epochs { get; init; }

    /// <summary>Epoch (from 1) whose weights were kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Lowest validation loss, squared error summed over channels plus divergence, scaled units.</summary>
    public double BestValidationLoss { get; init; } = double.NaN;

    /// <summary>Training ended at the epoch cap.</summary>
    public bool CapHit { get; init; }

    /// <summary>Latents in use; <see cref="PosteriorStatistics.ActiveLatents"/>.</summary>
    public int ActiveLatents { get; init; }

    /// <summary>What the encoder says of the training rows: what latents are drawn from. Null when training failed.</summary>
    public PosteriorStatistics? Posterior { get; init; }

    /// <summary>Trainer that made it.</summary>
    public string Trainer { get; init; } = "";

    /// <summary>Numerics version of that trainer.</summary>
    public int NumericsVersion { get; init; }

    /// <summary>SHA-256 of the generator's <c>model.safetensors</c>, hexadecimal.</summary>
    public string ModelSha256 { get; init; } = "";
}
