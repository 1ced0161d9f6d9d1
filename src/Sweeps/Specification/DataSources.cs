namespace IonSweep.Sweeps.Specification;

/// <summary>Values of <see cref="DataSpec.Source"/> and <see cref="DataSpec.Simulator"/>.</summary>
public static class DataSources
{
    /// <summary>A simulator makes the spectra.</summary>
    public const string Simulate = "simulate";

    /// <summary>A CSV file holds them.</summary>
    public const string File = "file";

    /// <summary>The artifact store holds them under their hash.</summary>
    public const string Stored = "stored";

    /// <summary>The simulator of the 3,744 aqueous solutions of source A.</summary>
    public const string Absorption = "absorption";

    /// <summary>The simulator of emission spectra of metallic samples (source B).</summary>
    public const string Libs = "libs";

    /// <summary>All sources.</summary>
    public static IReadOnlyList<string> All { get; } = [Simulate, File, Stored];

    /// <summary>All simulators.</summary>
    public static IReadOnlyList<string> Simulators { get; } = [Absorption, Libs];
}
