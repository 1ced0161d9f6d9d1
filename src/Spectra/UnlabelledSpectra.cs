using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra;

/// <summary>Spectra whose targets are to be predicted. N rows, C channels; every value is finite.</summary>
/// <param name="Name">Short name for outputs.</param>
/// <param name="Origin">Measured or simulated, and from where.</param>
/// <param name="Wavelengths">C channel positions, strictly increasing.</param>
/// <param name="Spectra">N × C values, row-major, in the instrument's unit.</param>
/// <param name="SampleIds">One id a row; null when none are given.</param>
public sealed record UnlabelledSpectra(
    string Name, DatasetOrigin Origin, IReadOnlyList<double> Wavelengths, float[] Spectra, IReadOnlyList<string>? SampleIds)
{
    /// <summary>What the channels' positions are.</summary>
    public AxisUnit AxisUnit { get; init; } = AxisUnit.Nanometre;

    /// <summary>What the values are.</summary>
    public Ordinate Ordinate { get; init; } = Ordinate.Unknown;

    /// <summary>What was chosen where the file holds more, for its user; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Number of spectra, N.</summary>
    public int RowCount => Spectra.Length / Wavelengths.Count;

    /// <summary>Number of channels, C.</summary>
    public int ChannelCount => Wavelengths.Count;

    /// <summary>The C values of one spectrum.</summary>
    public ReadOnlySpan<float> Spectrum(int row) => Spectra.AsSpan(row * Wavelengths.Count, Wavelengths.Count);

    /// <summary>The spectra of a dataset without its targets.</summary>
    public static UnlabelledSpectra Of(SpectralDataset data) =>
        new(data.Name, data.Origin, data.Wavelengths, data.Spectra.ToArray(), data.SampleIds)
        {
            AxisUnit = data.AxisUnit,
            Ordinate = data.Ordinate,
        };

    /// <summary>The same spectra on another axis of the same unit.</summary>
    /// <param name="wavelengths">Positions, strictly increasing.</param>
    /// <param name="interpolation">How values between channels are found; shared channels keep their values.</param>
    /// <exception cref="InvalidDatasetException">A position lies outside the measured range: nothing is extrapolated.</exception>
    public UnlabelledSpectra Resampled(IReadOnlyList<double> wavelengths, Interpolation interpolation = Interpolation.Linear)
    {
        if (!Resampling.Covers(Wavelengths, wavelengths))
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"Spectra '{Name}' reach from {Wavelengths[0]} to {Wavelengths[^1]}{AxisUnit.Suffix()}; ")
                + FormattableString.Invariant($"{wavelengths[0]} to {wavelengths[^1]}{AxisUnit.Suffix()} ")
                + "are needed, and nothing is extrapolated. Measure the whole range.");
        Resampling resampling = new(Wavelengths, wavelengths, interpolation);
        int channels = wavelengths.Count;
        float[] resampled = new float[RowCount * channels];
        for (int row = 0; row < RowCount; row++) resampling.Apply(Spectrum(row), resampled.AsSpan(row * channels, channels));
        return this with { Wavelengths = [.. wavelengths], Spectra = resampled };
    }
}
