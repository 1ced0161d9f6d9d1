using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Trust;

/// <summary>Disturbs spectra on one axis; what is random is a pure function of stream and row.</summary>
public sealed class Disturber
{
    private const double LineWidth = 5; // channels
    private const int Draws = 2;        // uniform numbers a row

    private readonly double[] _positions;
    private readonly bool _isWavelength;

    /// <param name="positions">C positions, ascending; 2 or more, wavelengths above 0.</param>
    /// <param name="unit">What they are.</param>
    public Disturber(IReadOnlyList<double> positions, AxisUnit unit = AxisUnit.Nanometre)
    {
        _isWavelength = unit is AxisUnit.Nanometre or AxisUnit.Micrometre;
        if (positions.Count < 2 || _isWavelength && positions[0] <= 0)
            throw new ArgumentException("Disturbing needs at least 2 channels, and wavelengths above 0.", nameof(positions));
        _positions = [.. positions];
    }

    /// <summary>Writes the disturbed spectrum.</summary>
    /// <param name="disturbance">What goes wrong.</param>
    /// <param name="spectrum">C values.</param>
    /// <param name="disturbed">C values; other memory than <paramref name="spectrum"/>.</param>
    /// <param name="stream">Stream of the random choices.</param>
    /// <param name="row">Number of the spectrum.</param>
    public void Apply(Disturbance disturbance, ReadOnlySpan<float> spectrum, Span<float> disturbed, StreamKey stream, int row)
    {
        if (spectrum.Length != _positions.Length || disturbed.Length != spectrum.Length)
            throw new ArgumentException($"A spectrum of {spectrum.Length} channels was given for an axis of {_positions.Length}.",
                nameof(spectrum));
        if (!(disturbance.Strength > 0) || !double.IsFinite(disturbance.Strength))
            throw new ArgumentException(FormattableString.Invariant(
                $"The strength of {disturbance.Kind} is {disturbance.Strength}; expected a positive number."), nameof(disturbance));
        double first = UniformStream.At(stream, (ulong)row * Draws), second = UniformStream.At(stream, (ulong)row * Draws + 1);
        double signed = first < 0.5 ? -disturbance.Strength : disturbance.Strength;
        (double lowest, double highest) = Range(spectrum);
        double range = highest - lowest, strength = disturbance.Strength;
        int last = spectrum.Length - 1;
        for (int c = 0; c <= last; c++)
        {
            double value = spectrum[c];
            disturbed[c] = (float)(disturbance.Kind switch
            {
                DisturbanceKind.ShiftedAxis => Between(spectrum, c + signed),
                DisturbanceKind.ExtraLine => value + strength * range * Line(c - first * last),
                DisturbanceKind.SaturatedDetector => Math.Min(value, highest - strength * range),
                DisturbanceKind.ChangedTemperature => value * PortableMath.Exp(signed * Energy(c)),
                DisturbanceKind.BaselineDrift => value + strength * range * (2 * (first + (second - first) * c / last) - 1),
                _ => throw new ArgumentException($"There is no disturbance {disturbance.Kind}.", nameof(disturbance)),
            });
        }
    }

    private static (double Lowest, double Highest) Range(ReadOnlySpan<float> spectrum)
    {
        double lowest = spectrum[0], highest = spectrum[0];
        foreach (float value in spectrum) (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        return (lowest, highest);
    }

    /// <summary>The spectrum at a position between channels; its ends go on beyond them.</summary>
    private static double Between(ReadOnlySpan<float> spectrum, double position)
    {
        double at = Math.Clamp(position, 0, spectrum.Length - 1);
        int below = Math.Min((int)at, spectrum.Length - 2);
        return spectrum[below] + (at - below) * ((double)spectrum[below + 1] - spectrum[below]);
    }

    private static double Line(double distance)
    {
        double x = distance / LineWidth;
        return PortableMath.Exp(-2.772588722239781 * x * x); // 4 ln 2
    }

    /// <summary>From −1 at one end of the axis to +1 at the other, linear in the energy of light: +1 at the shortest wavelength.</summary>
    private double Energy(int channel)
    {
        if (!_isWavelength) return 2 * (_positions[channel] - _positions[0]) / (_positions[^1] - _positions[0]) - 1;
        double shortest = 1 / _positions[0], longest = 1 / _positions[^1];
        return 2 * (1 / _positions[channel] - longest) / (shortest - longest) - 1;
    }
}
