using System.Text.Json.Serialization;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Sweeps.Results;

/// <summary>A stored dataset in one line.</summary>
/// <param name="Sha256">By which a spec refers to it: <c>data: {source: stored, sha256: …}</c>.</param>
/// <param name="Name">Its name; empty when it is damaged.</param>
/// <param name="IsSimulated">True when a simulator made it.</param>
/// <param name="Origin">The file's name, or simulator and seed.</param>
/// <param name="Rows">Spectra.</param>
/// <param name="Samples">Different samples among them.</param>
/// <param name="Channels">Channels of each.</param>
/// <param name="Axis">Where the channels lie; null when it is damaged.</param>
/// <param name="Ordinate">What the values are.</param>
/// <param name="Targets">The quantities that it has values of.</param>
public sealed record DatasetSummary(
    string Sha256, string Name, bool IsSimulated, string Origin, int Rows, int Samples, int Channels, DatasetAxis? Axis,
    Ordinate Ordinate, IReadOnlyList<Target> Targets)
{
    /// <summary>Ids of the sweeps that use it.</summary>
    public IReadOnlyList<string> Sweeps { get; init; } = [];

    /// <summary>Why it cannot be used and what to do; empty for a whole one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Damage { get; init; }

    /// <summary>What is to be said of a dataset.</summary>
    public static DatasetSummary Of(string sha256, SpectralDataset data) => new(
        sha256, data.Name, data.Origin.IsSimulated, data.Origin.Description, data.RowCount,
        data.SampleIds?.Distinct().Count() ?? data.RowCount, data.ChannelCount,
        new DatasetAxis(data.AxisUnit, data.Wavelengths[0], data.Wavelengths[^1]), data.Ordinate, data.Targets);
}

/// <summary>Where the channels of spectra lie.</summary>
/// <param name="Unit">What their positions are.</param>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public sealed record DatasetAxis(AxisUnit Unit, double First, double Last);
