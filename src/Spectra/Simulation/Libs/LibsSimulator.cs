using System.Globalization;
using IonSweep.Spectra.Numerics;
using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// Laser-induced breakdown spectra of steels: Cr, Mn, Mo and Ni in iron, 200–900 nm. Every shot is a homogeneous plasma in local
/// thermodynamic equilibrium (Saha, Boltzmann) whose temperature, electron density and column density vary; lines are absorbed by the
/// plasma itself, broadened by the Stark effect and the instrument, stand on a continuum, and are counted by a noisy detector.
/// Left out: temperature gradients (self-reversal), a second ionisation, ablation that favours some elements, and lines beyond the table.
/// </summary>
public static class LibsSimulator
{
    /// <summary>Version of the physics; raised when the same options give other spectra.</summary>
    public const int Version = 1;

    private const int PlasmaVariables = 6; // random numbers that make one shot's plasma

    /// <summary>
    /// Simulates all shots: samples × shots rows in the order of samples, equal sample ids for shots on one sample, spectra in counts,
    /// targets in mass %.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range; names it.</exception>
    public static SpectralDataset Simulate(LibsOptions options)
    {
        double[] wavelengths = Wavelengths(options);
        Target[] targets = [.. LibsConstants.Ranges.Select(range => new Target(range.Element, "%"))];
        int rows = options.Samples * options.ShotsPerSample, channels = wavelengths.Length;
        float[] spectra = new float[rows * channels], values = new float[rows * targets.Length];
        string[] ids = new string[rows];
        string format = "D" + options.Samples.ToString(CultureInfo.InvariantCulture).Length.ToString(CultureInfo.InvariantCulture);
        LibsDetector detector = new(options.Seed);
        Parallel.For(0, options.Samples, sample =>
        {
            double[] certified = Certified(options.Seed, sample);
            Dictionary<string, double> atoms = AtomFractions(TrueComposition(options.Seed, sample, certified));
            double[] expected = new double[channels];
            for (int shot = 0; shot < options.ShotsPerSample; shot++)
            {
                int row = sample * options.ShotsPerSample + shot;
                Expose(options, row, atoms, wavelengths, expected);
                detector.Read(row, expected, spectra.AsSpan(row * channels, channels));
                for (int t = 0; t < targets.Length; t++) values[row * targets.Length + t] = (float)certified[t];
                ids[row] = "steel-" + (sample + 1).ToString(format, CultureInfo.InvariantCulture);
            }
        });
        DatasetOrigin origin = new(true, FormattableString.Invariant(
            $"LIBS simulator {Version}, seed {options.Seed}, {options.Samples} samples × {options.ShotsPerSample} shots"));
        return new SpectralDataset("libs", origin, wavelengths, targets, spectra, values, ids);
    }

    /// <summary>Expected photoelectrons of one shot.</summary>
    private static void Expose(LibsOptions options, int row, Dictionary<string, double> atoms, double[] wavelengths, double[] expected)
    {
        float[] normal = new float[PlasmaVariables];
        NormalStream.Fill(StreamKeys.Of("libs", options.Seed, "plasma"), (ulong)row * PlasmaVariables, normal);
        Plasma plasma = new(
            LibsConstants.Temperature * (1 + LibsConstants.TemperatureSpread * normal[0]),
            LibsConstants.ElectronDensity * PortableMath.Exp(LibsConstants.ElectronDensitySpread * normal[1]),
            LibsConstants.ColumnDensity * PortableMath.Exp(LibsConstants.ColumnDensitySpread * normal[2]));
        double collection = PortableMath.Exp(LibsConstants.CollectionSpread * normal[3]);
        double continuum = PortableMath.Exp(LibsConstants.ContinuumSpread * normal[4]);
        double shift = LibsConstants.WavelengthJitter * normal[5];
        double[] seen = new double[wavelengths.Length];
        for (int c = 0; c < seen.Length; c++)
        {
            seen[c] = wavelengths[c] + shift;
            expected[c] = continuum * PlasmaEmission.Continuum(plasma, seen[c]);
        }
        PlasmaEmission.AddLines(plasma, element => atoms.GetValueOrDefault(element), seen, options.InstrumentWidth, expected);
        for (int c = 0; c < expected.Length; c++)
            expected[c] *= collection * LibsDetector.Sensitivity(wavelengths[c]) * options.ChannelStep;
    }

    /// <summary>Certified mass fractions in %, uniform in their ranges.</summary>
    private static double[] Certified(long seed, int sample)
    {
        StreamKey stream = StreamKeys.Of("libs", seed, "composition");
        double[] percent = new double[LibsConstants.Ranges.Count];
        for (int e = 0; e < percent.Length; e++)
        {
            (_, double lowest, double highest) = LibsConstants.Ranges[e];
            percent[e] = lowest + (highest - lowest) * UniformStream.At(stream, (ulong)(sample * percent.Length + e));
        }
        return percent;
    }

    /// <summary>What the sample really holds, mass fractions in %, iron last.</summary>
    private static double[] TrueComposition(long seed, int sample, double[] certified)
    {
        float[] normal = new float[certified.Length];
        NormalStream.Fill(StreamKeys.Of("libs", seed, "certificate"), (ulong)(sample * certified.Length), normal);
        double[] percent = new double[certified.Length + 1];
        double iron = 100;
        for (int e = 0; e < certified.Length; e++)
        {
            percent[e] = certified[e] * (1 + LibsConstants.CertificateError * normal[e]);
            iron -= percent[e];
        }
        percent[^1] = iron;
        return percent;
    }

    private static Dictionary<string, double> AtomFractions(double[] percent)
    {
        Dictionary<string, double> atoms = [];
        double sum = 0;
        for (int e = 0; e < percent.Length; e++)
        {
            string symbol = e < LibsConstants.Ranges.Count ? LibsConstants.Ranges[e].Element : LibsConstants.Matrix;
            atoms[symbol] = percent[e] / PlasmaElement.Of(symbol).AtomicMass;
            sum += atoms[symbol];
        }
        foreach (string symbol in atoms.Keys.ToArray()) atoms[symbol] /= sum;
        return atoms;
    }

    private static double[] Wavelengths(LibsOptions options)
    {
        if (options.Samples < 1) throw Invalid(nameof(options.Samples), options.Samples, "1 or more");
        if (options.ShotsPerSample < 1) throw Invalid(nameof(options.ShotsPerSample), options.ShotsPerSample, "1 or more");
        if (!(options.ChannelStep > 0)) throw Invalid(nameof(options.ChannelStep), options.ChannelStep, "a distance above 0 nm");
        if (!(options.InstrumentWidth > 0)) throw Invalid(nameof(options.InstrumentWidth), options.InstrumentWidth, "a width above 0 nm");
        if (!(options.FirstWavelength >= 150)) throw Invalid(nameof(options.FirstWavelength), options.FirstWavelength, "150 nm or more");
        if (!(options.LastWavelength <= 1500 && options.LastWavelength > options.FirstWavelength))
            throw Invalid(nameof(options.LastWavelength), options.LastWavelength, "more than the first wavelength and at most 1500 nm");
        int channels = (int)Math.Floor((options.LastWavelength - options.FirstWavelength) / options.ChannelStep + 1e-9) + 1;
        double[] wavelengths = new double[channels];
        // Rounding to 10⁻⁶ nm keeps headers such as 200.1 short.
        for (int c = 0; c < channels; c++) wavelengths[c] = Math.Round(options.FirstWavelength + c * options.ChannelStep, 6);
        return wavelengths;
    }

    private static ArgumentException Invalid(string option, object found, string expected) =>
        new(FormattableString.Invariant($"LIBS option {option} is {found}; expected {expected}."));
}
