using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// Light of a plasma on a wavelength axis, without noise. Unit of radiance: photons of a black body of 10⁴ K at 400 nm per nm,
/// so that no plasma of that temperature exceeds 1 there.
/// </summary>
public static class PlasmaEmission
{
    private const double ReferenceTemperature = 1e4, ReferenceWavelength = 400;
    private const double Reach = 10; // nm from its centre at which a line is cut; below 1e-4 of the peak for Stark widths up to 0.1 nm

    private static readonly double ReferenceRadiance = Planck(ReferenceWavelength, ReferenceTemperature);

    /// <summary>Adds all lines to <paramref name="radiance"/>, folded with the instrument's profile.</summary>
    /// <param name="plasma">State of the plasma.</param>
    /// <param name="atomFraction">Share of an element's symbol among the atoms; 0 for elements that are absent.</param>
    /// <param name="wavelengths">C positions in nm, ascending.</param>
    /// <param name="instrumentWidth">FWHM of the instrument's Gaussian profile, nm.</param>
    /// <param name="radiance">C values, relative photon radiance per nm.</param>
    public static void AddLines(
        Plasma plasma, Func<string, double> atomFraction, ReadOnlySpan<double> wavelengths, double instrumentWidth, Span<double> radiance)
    {
        foreach (EmissionLine line in EmissionLines.All)
        {
            double fraction = atomFraction(line.Element);
            if (fraction <= 0) continue;
            (double strength, double lorentzWidth) = Line(plasma, line, fraction);
            VoigtProfile profile = new(instrumentWidth, lorentzWidth);
            int first = wavelengths.BinarySearch(line.Wavelength - Reach);
            for (int c = first < 0 ? ~first : first; c < wavelengths.Length && wavelengths[c] <= line.Wavelength + Reach; c++)
                radiance[c] = Math.FusedMultiplyAdd(strength, profile.At(wavelengths[c] - line.Wavelength), radiance[c]);
        }
    }

    /// <summary>Integrated radiance and width of one line after self-absorption.</summary>
    /// <param name="plasma">State of the plasma.</param>
    /// <param name="line">The line.</param>
    /// <param name="atomFraction">Share of its element among the atoms.</param>
    /// <returns>Photon radiance times nm, and FWHM of the line as the plasma emits it, nm.</returns>
    public static (double Strength, double Width) Line(Plasma plasma, EmissionLine line, double atomFraction)
    {
        double width = StarkWidth(plasma, line.Wavelength), depth = OpticalDepth(plasma, line, atomFraction);
        double strength = Radiance(line.Wavelength, plasma.Temperature) * (width / 2) * CurveOfGrowth.EquivalentWidth(depth);
        return (strength, width * CurveOfGrowth.Broadening(depth));
    }

    /// <summary>Optical depth at the centre of a line.</summary>
    public static double OpticalDepth(Plasma plasma, EmissionLine line, double atomFraction)
    {
        PlasmaElement element = PlasmaElement.Of(line.Element);
        double thermal = LibsConstants.Boltzmann * plasma.Temperature;
        double lowerLevel = plasma.ColumnDensity * atomFraction * element.Fraction(line.Stage, plasma.Temperature, plasma.ElectronDensity)
            * line.LowerDegeneracy * PortableMath.Exp(-line.LowerEnergy / thermal) / element.PartitionFunction(
                line.Stage, plasma.Temperature);
        double centimetres = line.Wavelength * 1e-7;
        double oscillator = LibsConstants.OscillatorStrength * centimetres * centimetres
            * line.UpperDegeneracy / line.LowerDegeneracy * line.TransitionProbability;
        double stimulated = 1 - PortableMath.Exp(-LibsConstants.PlanckLight / (line.Wavelength * thermal));
        double area = LibsConstants.ClassicalAbsorption * centimetres * centimetres * oscillator * lowerLevel * stimulated; // cm
        return area * 1e7 / (Math.PI * StarkWidth(plasma, line.Wavelength) / 2);
    }

    /// <summary>
    /// Radiance of free electrons per nm: bremsstrahlung and recombination together (Kramers, equal Gaunt factors) give photons in
    /// proportion to nₑ² T^(−1/2) λ^(−1).
    /// </summary>
    public static double Continuum(Plasma plasma, double wavelength)
    {
        double density = plasma.ElectronDensity / 1e17;
        return LibsConstants.Continuum * density * density * Math.Sqrt(
            ReferenceTemperature / plasma.Temperature) * ReferenceWavelength / wavelength;
    }

    /// <summary>Photon radiance of a black body per nm, relative to the unit.</summary>
    public static double Radiance(double wavelength, double temperature) => Planck(wavelength, temperature) / ReferenceRadiance;

    private static double StarkWidth(Plasma plasma, double wavelength)
    {
        double relative = wavelength / ReferenceWavelength;
        return LibsConstants.StarkWidth * (plasma.ElectronDensity / 1e17) * relative * relative;
    }

    private static double Planck(double wavelength, double temperature)
    {
        double square = wavelength * wavelength;
        return 1
            / (square * square * (PortableMath.Exp(LibsConstants.PlanckLight / (wavelength * LibsConstants.Boltzmann * temperature)) - 1));
    }
}
