using System.Security.Cryptography;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Execution;

/// <summary>A sweep's artifacts: reads with verification, writes in an order that a kill cannot spoil.</summary>
internal sealed class WorkStore(IArtifactStore store, string sweep)
{
    /// <summary>The store.</summary>
    public IArtifactStore Store => store;

    /// <summary>A work item's result when it is whole and so is the artifact that it names; else null.</summary>
    public async Task<WorkResult?> VerifiedResultAsync(string item)
    {
        WorkResult? result = await ResultAsync(item);
        if (result is null or { Failure: not null } or WorkResult.Trust) return result;
        return await ArtifactAsync(item, result) is null ? null : result;
    }

    /// <summary>A trained item's result with the bytes of its artifact and its timing, when all of it is whole; else null.</summary>
    public async Task<ReusableResult?> ReusableAsync(string item)
    {
        WorkResult? result = await ResultAsync(item);
        if (result is null or { Failure: not null }) return null;
        byte[]? artifact = result.ArtifactSha256.Length == 0 ? null : await ArtifactAsync(item, result);
        if (artifact is null && result.ArtifactSha256.Length > 0) return null;
        return await TimingAsync(item) is { } timing ? new ReusableResult(sweep, result, artifact, timing) : null;
    }

    /// <summary>A work item's result when it is whole; its artifact is not looked at.</summary>
    public Task<WorkResult?> ResultAsync(string item) => store.ReadSealedAsync<WorkResult>(SweepPaths.Result(sweep, item));

    /// <summary>When and where it ran; null when that is lost.</summary>
    public Task<WorkTiming?> TimingAsync(string item) => store.ReadSealedAsync<WorkTiming>(SweepPaths.Timing(sweep, item));

    /// <summary>A needed item's result with its parsed artifact.</summary>
    /// <exception cref="DamagedInputsException">Either is missing or damaged.</exception>
    public async Task<(WorkResult Result, T Artifact)> InputAsync<T>(string item, Func<byte[], string, T> read)
    {
        WorkResult? result = await ResultAsync(item);
        if (result is null or { Failure: not null } || await ArtifactAsync(item, result) is not { } bytes)
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
    public async Task FinishAsync(string item, WorkResult result, byte[]? artifact, WorkTiming timing)
    {
        if (artifact is not null) await store.WriteAsync(SweepPaths.Model(sweep, item), artifact);
        await store.WriteAsync(SweepPaths.Timing(sweep, item), SealedJson.Seal(timing));
        await store.WriteAsync(SweepPaths.Result(sweep, item), SealedJson.Seal(result));
    }

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<byte[]?> ArtifactAsync(string item, WorkResult result)
    {
        byte[]? bytes = await store.ReadIfPossibleAsync(SweepPaths.Model(sweep, item));
        return bytes is not null && HashOf(bytes) == result.ArtifactSha256 ? bytes : null;
    }
}
