using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// What a spectrometer reads for a true absorbance: stray light adds to the transmitted light and bounds the absorbance; noise
/// grows below 220 nm and where little light is left; windows reflect less beside a denser solution; the baseline drifts.
/// </summary>
internal sealed class SpectrometerModel
{
    private const double Ln10 = 2.302585092994046;

    private readonly double[] _strayLight = new double[AbsorptionConstants.Channels];
    private readonly double[] _noiseFactor = new double[AbsorptionConstants.Channels];

    /// <summary>Computes what depends on the wavelength alone.</summary>
    public SpectrometerModel()
    {
        for (int c = 0; c < _strayLight.Length; c++)
        {
            _strayLight[c] = AbsorptionConstants.StrayLight
                + AbsorptionConstants.StrayLightAtEdge * PortableMath.Exp(-c / AbsorptionConstants.StrayLightDecay);
            _noiseFactor[c] = 1 + AbsorptionConstants.EdgeNoise * PortableMath.Exp(-c / AbsorptionConstants.EdgeNoiseDecay);
        }
    }

    /// <summary>Reads one spectrum.</summary>
    /// <param name="absorbance">True absorbance at every channel.</param>
    /// <param name="ions">Concentration of each <see cref="Ion"/>, M, for the refractive index.</param>
    /// <param name="noise">One standard normal number per channel.</param>
    /// <param name="drift">Two standard normal numbers: offset and slope of the baseline.</param>
    /// <param name="reading">Receives the absorbance read at every channel.</param>
    public void Read(ReadOnlySpan<double> absorbance, ReadOnlySpan<double> ions, ReadOnlySpan<float> noise, ReadOnlySpan<float> drift,
        Span<float> reading)
    {
        double offset = ReflectionOffset(ions) + AbsorptionConstants.BaselineOffset * drift[0];
        double slope = AbsorptionConstants.BaselineSlope * drift[1];
        double middle = (absorbance.Length - 1) / 2.0;
        for (int c = 0; c < absorbance.Length; c++)
        {
            double light = (PortableMath.Exp(-Ln10 * absorbance[c]) + _strayLight[c]) / (1 + _strayLight[c]);
            double lamp = AbsorptionConstants.LampNoise * light;
            double variance = AbsorptionConstants.DarkNoise * AbsorptionConstants.DarkNoise
                + AbsorptionConstants.ShotNoise * AbsorptionConstants.ShotNoise * light
                + lamp * lamp;
            double sd = _noiseFactor[c] * Math.Sqrt(variance) / (light * Ln10); // of absorbance, to first order
            reading[c] = (float)(offset + slope * ((c - middle) / middle) - PortableMath.Log10(light) + sd * noise[c]);
        }
    }

    /// <summary>
    /// Absorbance that less reflection at the two inner window faces takes away, compared with water; at most 0 for the salts here.
    /// </summary>
    private static double ReflectionOffset(ReadOnlySpan<double> ions)
    {
        double index = AbsorptionConstants.WaterIndex;
        foreach (IonEffect effect in AbsorptionConstants.Effects) index += effect.RefractiveIncrement * ions[(int)effect.Ion];
        return 2 * (PortableMath.Log10(1 - Reflectance(AbsorptionConstants.WaterIndex)) - PortableMath.Log10(1 - Reflectance(index)));
    }

    /// <summary>Fresnel reflectance at normal incidence between window and solution.</summary>
    private static double Reflectance(double index)
    {
        double amplitude = (AbsorptionConstants.WindowIndex - index) / (AbsorptionConstants.WindowIndex + index);
        return amplitude * amplitude;
    }
}
