namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// Every number of the LIBS simulator that is not a line or a property of an element. Plasma and detector values are typical of
/// nanosecond ablation of steel in air, observed 1 µs after the pulse with a gated spectrometer (D. W. Hahn, N. Omenetto,
/// Appl. Spectrosc. 66 (2012) 347, section on plasma parameters); they were fixed before any strategy was compared.
/// </summary>
public static class LibsConstants
{
    /// <summary>Boltzmann's constant, eV/K (CODATA 2018).</summary>
    public const double Boltzmann = 8.617333262e-5;

    /// <summary>Planck's constant times the speed of light, eV·nm (CODATA 2018).</summary>
    public const double PlanckLight = 1239.841984;

    /// <summary>2 (2π mₑ k / h²)^(3/2) of Saha's equation, cm⁻³ K^(−3/2) (CODATA 2018).</summary>
    public const double Saha = 4.829368e15;

    /// <summary>
    /// π e² / (mₑ c²) in Gaussian units, cm: integral of the absorption of one atom with oscillator strength 1, over λ².
    /// </summary>
    public const double ClassicalAbsorption = 8.852736e-13;

    /// <summary>f = this · λ² (gₖ/gᵢ) Aₖᵢ with λ in cm and A in s⁻¹: mₑ c / (8 π² e²), s/cm².</summary>
    public const double OscillatorStrength = 1.499194;

    /// <summary>Mean excitation temperature, K.</summary>
    public const double Temperature = 9500;

    /// <summary>Relative standard deviation of the temperature from shot to shot.</summary>
    public const double TemperatureSpread = 0.03;

    /// <summary>
    /// Median electron density, cm⁻³; well above McWhirter's limit for the lines used, so that Saha and Boltzmann hold.
    /// </summary>
    public const double ElectronDensity = 1e17;

    /// <summary>Standard deviation of the logarithm of the electron density from shot to shot.</summary>
    public const double ElectronDensitySpread = 0.12;

    /// <summary>
    /// Median number of atoms and ions along the line of sight, cm⁻²; strong resonance lines reach optical depths of a few.
    /// </summary>
    public const double ColumnDensity = 3e15;

    /// <summary>Standard deviation of the logarithm of the column density (ablated mass) from shot to shot.</summary>
    public const double ColumnDensitySpread = 0.15;

    /// <summary>
    /// Stark width (FWHM) of every line at 10¹⁷ cm⁻³ and 400 nm, in nm; it scales with electron density and λ². Measured widths of
    /// the elements used scatter around it by a factor of about 2 (N. Konjević et al., J. Phys. Chem. Ref. Data 31 (2002) 819).
    /// </summary>
    public const double StarkWidth = 0.02;

    /// <summary>
    /// Continuum at 400 nm, 10⁴ K and 10¹⁷ cm⁻³, in units of the line radiance per nm (see <see cref="PlasmaEmission"/>).
    /// </summary>
    public const double Continuum = 0.0025;

    /// <summary>Standard deviation of the logarithm of the continuum beyond what electron density explains.</summary>
    public const double ContinuumSpread = 0.08;

    /// <summary>Photoelectrons for each unit of radiance and nm at the wavelength where optics and detector are best.</summary>
    public const double Sensitivity = 2e6;

    /// <summary>Wavelength where optics and detector are best, nm.</summary>
    public const double BestWavelength = 430;

    /// <summary>Distance from there at which the sensitivity has fallen to 1/e, nm.</summary>
    public const double SensitivityWidth = 330;

    /// <summary>
    /// Standard deviation of the logarithm of the collected light (alignment, lens to sample distance) from shot to shot.
    /// </summary>
    public const double CollectionSpread = 0.05;

    /// <summary>Standard deviation of the wavelength scale's shift from shot to shot, nm.</summary>
    public const double WavelengthJitter = 0.01;

    /// <summary>Relative noise of every channel's gain, independent in every shot.</summary>
    public const double GainNoise = 0.004;

    /// <summary>Read-out noise, photoelectrons.</summary>
    public const double ReadoutNoise = 25;

    /// <summary>Photoelectrons in one count of the analogue-to-digital converter.</summary>
    public const double ElectronsPerCount = 4;

    /// <summary>Relative standard deviation between a sample's true composition and its certified one, which is the target.</summary>
    public const double CertificateError = 0.005;

    /// <summary>Elements whose content varies, with the range of the certified mass fraction in %; iron is the balance.</summary>
    public static IReadOnlyList<(string Element, double Lowest, double Highest)> Ranges { get; } =
        [("Cr", 0.1, 25), ("Mn", 0.1, 3), ("Mo", 0.05, 5), ("Ni", 0.1, 20)];

    /// <summary>The matrix.</summary>
    public const string Matrix = "Fe";
}
