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

    /// <summary>Number of spectra, N.</summary>
    public int RowCount => Spectra.Length / Wavelengths.Count;

    /// <summary>The C values of one spectrum.</summary>
    public ReadOnlySpan<float> Spectrum(int row) => Spectra.AsSpan(row * Wavelengths.Count, Wavelengths.Count);

    /// <summary>The same spectra on another wavelength axis, interpolated linearly between neighbouring channels.</summary>
    /// <param name="wavelengths">Positions, strictly increasing.</param>
    /// <exception cref="InvalidDatasetException">A position lies outside the measured range: nothing is extrapolated.</exception>
    public UnlabelledSpectra Resampled(IReadOnlyList<double> wavelengths)
    {
        if (wavelengths[0] < Wavelengths[0] || wavelengths[^1] > Wavelengths[^1])
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"Spectra '{Name}' reach from {Wavelengths[0]} to {Wavelengths[^1]}{AxisUnit.Suffix()}; ")
                + FormattableString.Invariant($"{wavelengths[0]} to {wavelengths[^1]} ")
                + "are needed, and nothing is extrapolated. Measure the whole range.");
        int channels = wavelengths.Count;
        int[] below = new int[channels];
        for (int c = 0, at = 0; c < channels; c++)
        {
            while (at < Wavelengths.Count - 2 && Wavelengths[at + 1] <= wavelengths[c]) at++;
            below[c] = at;
        }
        float[] resampled = new float[RowCount * channels];
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<float> spectrum = Spectrum(row);
            for (int c = 0; c < channels; c++)
            {
                int at = below[c];
                if (Wavelengths[at] == wavelengths[c])
                {
                    resampled[row * channels + c] = spectrum[at]; // also the only channel of an axis
                    continue;
                }
                double share = (wavelengths[c] - Wavelengths[at]) / (Wavelengths[at + 1] - Wavelengths[at]);
                resampled[row * channels + c] = (float)(spectrum[at] + share * ((double)spectrum[at + 1] - spectrum[at]));
            }
        }
        return this with { Wavelengths = [.. wavelengths], Spectra = resampled };
    }
}
