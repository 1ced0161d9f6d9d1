using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Blocks;

/// <summary>Spectra of one file that share an axis. N rows, C channels, T targets; spectra are finite.</summary>
public sealed record SpectraBlock
{
    /// <summary>C positions.</summary>
    public required SpectralAxis Axis { get; init; }

    /// <summary>What the values are.</summary>
    public required Ordinate Ordinate { get; init; }

    /// <summary>N × C values, row-major, channels in the axis' order.</summary>
    public required float[] Spectra { get; init; }

    /// <summary>One id a row as the file names it (title, sample name, row label); null when it names none.</summary>
    public IReadOnlyList<string>? SampleIds { get; init; }

    /// <summary>Targets that the file holds; none for spectra alone.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>N × T values, row-major; NaN where the file has none.</summary>
    public float[] TargetValues { get; init; } = [];

    /// <summary>What simulated the spectra, when the file says that they are simulated; else null.</summary>
    public string? SimulatedBy { get; init; }

    /// <summary>What the reader chose where the file holds more, for its user; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Number of spectra, N.</summary>
    public int RowCount => Spectra.Length / Axis.Count;
}
