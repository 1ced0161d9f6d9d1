using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// True absorbance of a solution at every channel: Beer and Lambert's law over the species at equilibrium, plus water, whose
/// near-infrared bands the ions displace, shift and broaden, plus the shift of nitrate's 302 nm band by the cations around it.
/// </summary>
internal sealed class AbsorbanceModel
{
    private static readonly double GaussianExponent = 4 * PortableMath.Log(2); // of a width at half maximum

    private readonly (Species Species, double[] Absorptivity)[] _species;
    private readonly double[] _water;          // pure water, absorbance per cm
    private readonly double[][] _waterEffect;  // of 1 M of each ion
    private readonly double[] _nitrateShift;   // change of nitrate's absorptivity per cm⁻¹

    /// <summary>Computes the component spectra once.</summary>
    public AbsorbanceModel()
    {
        _species = [.. AbsorptionConstants.Bands.GroupBy(band => band.Species).Select(group => (group.Key, Spectrum(group)))];

        double[] Water(double shift, double broadening)
        {
            double[] spectrum = new double[AbsorptionConstants.Channels];
            foreach ((double wavelength, double coefficient, double width) in AbsorptionConstants.WaterBands)
                AddBand(spectrum, 1e7 / wavelength + shift, coefficient / broadening, width * broadening);
            return spectrum;
        }

        _water = Water(0, 1);
        _waterEffect = [.. AbsorptionConstants.Effects.Select(effect =>
        {
            double[] shell = Water(effect.Shift, effect.Broadening);
            double bound = effect.Hydration / AbsorptionConstants.WaterConcentration; // share of the water that 1 M of the ion binds
            double displaced = effect.Volume / 1000;                                  // share of the volume that it takes
            return shell.Select((value, c) => bound * (value - _water[c]) - displaced * _water[c]).ToArray();
        })];

        // The band moves by little of its width: its derivative at the middle suffices.
        AbsorptionBand band = AbsorptionConstants.Bands.Where(b => b.Species == Species.Nitrate).MaxBy(b => b.Wavelength);
        double[] up = new double[AbsorptionConstants.Channels], down = new double[AbsorptionConstants.Channels];
        AddBand(up, 1e7 / band.Wavelength + 1, band.Absorptivity, band.Width);
        AddBand(down, 1e7 / band.Wavelength - 1, band.Absorptivity, band.Width);
        _nitrateShift = [.. up.Zip(down, (a, b) => (a - b) / 2)];
    }

    /// <summary>Molar absorptivity of a species at every channel, L mol⁻¹ cm⁻¹; empty for one that does not absorb.</summary>
    public ReadOnlySpan<double> Absorptivity(Species species) => _species.FirstOrDefault(entry => entry.Species == species).Absorptivity;

    /// <summary>Fills the absorbance of a solution over the cell's path.</summary>
    /// <param name="ions">Total concentration of each <see cref="Ion"/>, M.</param>
    /// <param name="absorbance">Receives one value per channel.</param>
    public void Fill(ReadOnlySpan<double> ions, Span<double> absorbance)
    {
        double[] species = SpeciationSolver.Solve(ions);
        for (int c = 0; c < absorbance.Length; c++) absorbance[c] = AbsorptionConstants.Path * _water[c];
        double shift = 0;
        foreach (IonEffect effect in AbsorptionConstants.Effects)
        {
            Add(absorbance, AbsorptionConstants.Path * ions[(int)effect.Ion], _waterEffect[(int)effect.Ion]);
            shift += effect.NitrateShift * ions[(int)effect.Ion];
        }
        Add(absorbance, AbsorptionConstants.Path * species[(int)Species.Nitrate] * shift, _nitrateShift);
        foreach ((Species key, double[] absorptivity) in _species)
            Add(absorbance, AbsorptionConstants.Path * species[(int)key], absorptivity);
    }

    private static void Add(Span<double> sum, double factor, double[] spectrum)
    {
        if (factor == 0) return;
        for (int c = 0; c < spectrum.Length && c < sum.Length; c++) sum[c] += factor * spectrum[c];
    }

    private static double[] Spectrum(IEnumerable<AbsorptionBand> bands)
    {
        double[] spectrum = new double[AbsorptionConstants.Channels];
        foreach (AbsorptionBand band in bands) AddBand(spectrum, 1e7 / band.Wavelength, band.Absorptivity, band.Width);
        return spectrum;
    }

    /// <summary>Adds height · exp(−4 ln 2 ((ν − ν₀)/width)²) at every channel's wavenumber ν.</summary>
    private static void AddBand(double[] spectrum, double wavenumber, double height, double width)
    {
        for (int c = 0; c < spectrum.Length; c++)
        {
            double distance = (1e7 / (AbsorptionConstants.FirstWavelength + c) - wavenumber) / width;
            spectrum[c] += height * PortableMath.Exp(-GaussianExponent * distance * distance);
        }
    }
}
