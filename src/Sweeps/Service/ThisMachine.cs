using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Service;

/// <summary>Records beside a sweep which machine worked on it.</summary>
public static class ThisMachine
{
    /// <summary>Stores what a reader of timings wants to know of this machine; once a sweep and host.</summary>
    public static Task RecordAsync(IArtifactStore store, string sweep, string host)
    {
        MachineFacts facts = new(
            host, $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}",
            RuntimeInformation.FrameworkDescription, Environment.ProcessorCount,
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0);
        string name = new([.. host.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return store.WriteAsync($"{SweepPaths.Machines(sweep)}{(name.Length == 0 ? "unnamed" : name)}.json", SealedJson.Seal(facts));
    }
}
