using System.ComponentModel;

namespace IonSweep.Sweeps.Specification;

/// <summary>Where the spectra come from: exactly one of a simulator, a file or a stored dataset.</summary>
public sealed record DataSpec
{
    /// <summary><c>simulate</c> (default), <c>file</c> or <c>stored</c>.</summary>
    [Description("simulate, file or stored")]
    public string Source { get; init; } = "simulate";

    /// <summary>CSV file, for <c>file</c>.</summary>
    [Description("CSV file, for file")]
    public string File { get; init; } = "";

    /// <summary>SHA-256 of a stored dataset in hexadecimal, for <c>stored</c>.</summary>
    [Description("hash of a stored dataset, for stored")]
    public string Sha256 { get; init; } = "";

    /// <summary>Simulator, for <c>simulate</c>. Default absorption.</summary>
    [Description("for simulate: absorption or libs")]
    public string Simulator { get; init; } = "absorption";

    /// <summary>Seed of the simulated noise and preparation errors, for <c>simulate</c>. Default 1.</summary>
    [Description("for simulate: noise and preparation errors")]
    public long Seed { get; init; } = 1;

    /// <summary>For <c>absorption</c>: keep every n-th solution of the design. Default 1, all.</summary>
    [Description("for absorption: keep every n-th solution")]
    public int EveryNth { get; init; } = 1;

    /// <summary>For <c>libs</c>: metallic samples of different composition. Default 100.</summary>
    [Description("for libs: samples")]
    public int Samples { get; init; } = 100;

    /// <summary>For <c>libs</c>: laser shots on each sample, each a spectrum of its own. Default 6.</summary>
    [Description("for libs: shots on each sample, each a spectrum")]
    public int ShotsPerSample { get; init; } = 6;

    /// <summary>For <c>libs</c>: distance between channels from 200 to 900 nm, in nm. Default 0.5, 1,401 channels.</summary>
    [Description("for libs: nm between channels")]
    public double ChannelStep { get; init; } = 0.5;
}
