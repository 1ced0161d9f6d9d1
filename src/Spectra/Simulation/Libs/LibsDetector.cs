using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>Turns expected photoelectrons into counts with shot, gain and read-out noise.</summary>
internal sealed class LibsDetector(long seed)
{
    private const double NormalAbove = 100; // photoelectrons from which a rounded normal number stands for a Poisson number

    private readonly StreamKey _photonNormal = StreamKeys.Of("libs", seed, "photon-normal");
    private readonly StreamKey _photonUniform = StreamKeys.Of("libs", seed, "photon-uniform");
    private readonly StreamKey _gain = StreamKeys.Of("libs", seed, "gain");
    private readonly StreamKey _readout = StreamKeys.Of("libs", seed, "readout");

    /// <summary>Sensitivity of optics and detector at a wavelength, photoelectrons per unit of radiance and nm.</summary>
    public static double Sensitivity(double wavelength)
    {
        double distance = (wavelength - LibsConstants.BestWavelength) / LibsConstants.SensitivityWidth;
        return LibsConstants.Sensitivity * PortableMath.Exp(-distance * distance);
    }

    /// <summary>Counts of one shot.</summary>
    /// <param name="shot">Number of the shot in the dataset; selects the noise.</param>
    /// <param name="expected">C expected photoelectrons.</param>
    /// <param name="counts">C counts; dark signal is subtracted, so that noise may give values below 0.</param>
    public void Read(int shot, ReadOnlySpan<double> expected, Span<float> counts)
    {
        ulong first = (ulong)shot * (ulong)expected.Length;
        float[] photon = new float[expected.Length], gain = new float[expected.Length], readout = new float[expected.Length];
        NormalStream.Fill(_photonNormal, first, photon);
        NormalStream.Fill(_gain, first, gain);
        NormalStream.Fill(_readout, first, readout);
        for (int c = 0; c < expected.Length; c++)
        {
            double electrons = expected[c] > NormalAbove
                ? Math.Max(0, Math.Round(expected[c] + Math.Sqrt(expected[c]) * photon[c]))
                : Poisson(expected[c], UniformStream.At(_photonUniform, first + (ulong)c));
            electrons = electrons * (1 + LibsConstants.GainNoise * gain[c]) + LibsConstants.ReadoutNoise * readout[c];
            counts[c] = (float)(electrons / LibsConstants.ElectronsPerCount);
        }
    }

    /// <summary>The smallest n whose cumulative Poisson probability exceeds <paramref name="uniform"/>.</summary>
    internal static double Poisson(double mean, double uniform)
    {
        double probability = PortableMath.Exp(-mean), cumulative = probability;
        int n = 0;
        while (cumulative <= uniform && n < 400)
        {
            n++;
            probability *= mean / n;
            cumulative += probability;
        }
        return n;
    }
}
