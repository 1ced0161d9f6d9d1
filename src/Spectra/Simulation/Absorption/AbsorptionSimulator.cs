using System.Globalization;
using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// Simulated absorption spectra of the aqueous salt solutions of source A: 3,744 solutions of eight ions, 190 to 1100 nm, 1 mm
/// path. Zn²⁺, Li⁺ and NH₄⁺ do not absorb in this range; they show only in what they do to pairing, to the nitrate band, to
/// water and to the sums of the anions. <see cref="SolutionDesign"/> has the solutions and their salts, <see cref="AbsorptionConstants"/>
/// every number.
/// </summary>
public static class AbsorptionSimulator
{
    /// <summary>
    /// Simulates the design. Targets are the nominal concentrations in M; spectra come from true ones, which errors of preparation
    /// move by a few tenths of a percent. A spectrum is a function of seed and solution alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="AbsorptionOptions.EveryNth"/> is below 1 or above 3,744.</exception>
    public static SpectralDataset Simulate(AbsorptionOptions options)
    {
        IReadOnlyList<int[]> design = SolutionDesign.AllLevels();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EveryNth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.EveryNth, design.Count, nameof(options));

        AbsorbanceModel model = new();
        SpectrometerModel spectrometer = new();
        StreamKey preparation = StreamKeys.Of("absorption-preparation", options.Seed);
        StreamKey noise = StreamKeys.Of("absorption-noise", options.Seed);
        StreamKey baseline = StreamKeys.Of("absorption-baseline", options.Seed);

        int channels = AbsorptionConstants.Channels, targets = AbsorptionConstants.Names.Length,
            rows = (design.Count - 1) / options.EveryNth + 1;
        float[] spectra = new float[rows * channels], values = new float[rows * targets];
        double[] absorbance = new double[channels];
        float[] noises = new float[channels], drift = new float[2], errors = new float[AbsorptionConstants.Salts.Length];
        for (int row = 0; row < rows; row++)
        {
            int solution = row * options.EveryNth;
            double[] salts = SolutionDesign.Salts(design[solution]);
            double[] nominal = SolutionDesign.Ions(salts);
            for (int t = 0; t < targets; t++) values[row * targets + t] = (float)nominal[t];

            NormalStream.Fill(preparation, (ulong)(solution * errors.Length), errors);
            for (int s = 0; s < salts.Length; s++) salts[s] *= 1 + AbsorptionConstants.PreparationError * errors[s];
            double[] ions = SolutionDesign.Ions(salts);

            NormalStream.Fill(noise, (ulong)((long)solution * channels), noises);
            NormalStream.Fill(baseline, (ulong)(solution * drift.Length), drift);
            model.Fill(ions, absorbance);
            spectrometer.Read(absorbance, ions, noises, drift, spectra.AsSpan(row * channels, channels));
        }
        string origin = string.Create(CultureInfo.InvariantCulture,
            $"absorption simulator version {AbsorptionConstants.Version}, seed {options.Seed}");
        if (options.EveryNth > 1) origin += string.Create(CultureInfo.InvariantCulture, $", one of every {options.EveryNth} solutions");
        return new SpectralDataset(
            "absorption",
            new DatasetOrigin(true, origin),
            [.. Enumerable.Range(AbsorptionConstants.FirstWavelength, channels).Select(wavelength => (double)wavelength)],
            [.. AbsorptionConstants.Names.Select(name => new Target(name, "M"))],
            spectra, values);
    }
}
