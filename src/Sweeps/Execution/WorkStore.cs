using System.Security.Cryptography;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>A sweep's artifacts: reads with verification, writes in an order that a kill cannot spoil. Calls block.</summary>
internal sealed class WorkStore(IArtifactStore store, string sweep)
{
    /// <summary>The store.</summary>
    public IArtifactStore Store => store;

    /// <summary>A work item's result when it is whole and so is the artifact that it names; else null.</summary>
    public WorkResult? VerifiedResult(string item)
    {
        WorkResult? result = Result(item);
        if (result is null || result.Failure.Length > 0 || result.Trust is not null) return result;
        return Artifact(item, result) is null ? null : result;
    }

    /// <summary>A work item's result when it is whole; its artifact is not looked at.</summary>
    public WorkResult? Result(string item) => SealedJson.Open<WorkResult>(Read(SweepPaths.Result(sweep, item)));

    /// <summary>When and where it ran; null when that is lost.</summary>
    public WorkTiming? Timing(string item) => SealedJson.Open<WorkTiming>(Read(SweepPaths.Timing(sweep, item)));

    /// <summary>A needed item's result with its parsed artifact.</summary>
    /// <exception cref="DamagedInputsException">Either is missing or damaged.</exception>
    public (WorkResult Result, T Artifact) Input<T>(string item, Func<byte[], string, T> read)
    {
        WorkResult? result = Result(item);
        if (result is null || result.Failure.Length > 0 || Artifact(item, result) is not { } bytes)
            throw new DamagedInputsException([item]);
        try
        {
            return (result, read(bytes, SweepPaths.Model(sweep, item)));
        }
        catch (DamagedArtifactException)
        {
            throw new DamagedInputsException([item]);
        }
    }

    /// <summary>Stores the artifact, then the result that names it: a result without its artifact is never seen.</summary>
    public void Finish(string item, WorkResult result, byte[]? artifact, WorkTiming timing)
    {
        if (artifact is not null) Write(SweepPaths.Model(sweep, item), artifact);
        Write(SweepPaths.Timing(sweep, item), SealedJson.Seal(timing));
        Write(SweepPaths.Result(sweep, item), SealedJson.Seal(result));
    }

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private byte[]? Artifact(string item, WorkResult result)
    {
        byte[]? bytes = Read(SweepPaths.Model(sweep, item));
        return bytes is not null && HashOf(bytes) == result.ArtifactSha256 ? bytes : null;
    }

    private byte[]? Read(string path) => store.ReadIfPossibleAsync(path).GetAwaiter().GetResult();

    private void Write(string path, byte[] bytes) => store.WriteAsync(path, bytes).GetAwaiter().GetResult();
}
