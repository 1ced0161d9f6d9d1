using static IonSweep.Spectra.Simulation.Absorption.Species;

namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// Every number of the absorption simulator. They are taken from the literature where it has them; where it has only a range or
/// a direction, the number is chosen within it and marked "chosen". They were fixed before any strategy was compared and are
/// never tuned toward a verdict.
/// </summary>
internal static class AbsorptionConstants
{
    /// <summary>Raised whenever a change alters simulated spectra; stands in the dataset's origin.</summary>
    public const int Version = 1;

    // ---- Grid and cell (source A) ----

    /// <summary>First channel, nm.</summary>
    public const int FirstWavelength = 190;

    /// <summary>Channels, 1 nm apart: 190 to 1100 nm.</summary>
    public const int Channels = 911;

    /// <summary>Optical path, cm.</summary>
    public const double Path = 0.1;

    // ---- Solutions (source A, Table 2) ----

    /// <summary>
    /// Largest concentration of each ion in the paper, M, in the order of <see cref="Ion"/>. SO₄ is not imposed; it follows from the
    /// salts.
    /// </summary>
    public static readonly double[] Maximum = [1.089, 0.955, 0.466, 0.862, 0.972, 0.801, 1.373, 4.906];

    /// <summary>Names of the targets, in the order of <see cref="Ion"/>.</summary>
    public static readonly string[] Names = ["Zn2+", "Cu2+", "Li+", "Fe3+", "Ni2+", "NH4+", "SO4 2-", "NO3-"];

    /// <summary>What each salt dissolves into.</summary>
    public static readonly SaltFormula[] Salts =
    [
        new(Salt.ZincNitrate, Ion.Zinc, 1, Ion.Nitrate, 2),
        new(Salt.CopperNitrate, Ion.Copper, 1, Ion.Nitrate, 2),
        new(Salt.CopperSulfate, Ion.Copper, 1, Ion.Sulfate, 1),
        new(Salt.LithiumNitrate, Ion.Lithium, 1, Ion.Nitrate, 1),
        new(Salt.IronNitrate, Ion.Iron, 1, Ion.Nitrate, 3),
        new(Salt.NickelSulfate, Ion.Nickel, 1, Ion.Sulfate, 1),
        new(Salt.AmmoniumSulfate, Ion.Ammonium, 2, Ion.Sulfate, 1),
        new(Salt.AmmoniumNitrate, Ion.Ammonium, 1, Ion.Nitrate, 1),
    ];

    /// <summary>Relative standard deviation of each salt's amount; pipette and stock solution. Chosen.</summary>
    public const double PreparationError = 0.003;

    // ---- Equilibria ----
    // Ionic strengths reach 9 M, where no simple activity model is exact. The Debye–Hückel term of the specific-interaction theory
    // (Ciavatta, Ann. Chim. 70 (1980) 551) without interaction coefficients stays bounded there, unlike the Davies equation.

    /// <summary>Debye–Hückel slope of water at 25 °C, (L/mol)^½.</summary>
    public const double DebyeHueckelSlope = 0.509;

    /// <summary>Product of ion size and Debye–Hückel B in that term, (L/mol)^½.</summary>
    public const double DebyeHueckelSize = 1.5;

    /// <summary>Charges, in the order of <see cref="Species"/>.</summary>
    public static readonly int[] Charge = [2, 2, 1, 3, 2, 1, -2, -1, 1, -1, 2, 0, 0, 0, -1, -1, 1, -1, 1, 1, 1, 2, 0];

    /// <summary>
    /// Ion pairs: Smith and Martell, Critical Stability Constants (NIST database 46), as used in PHREEQC's phreeqc.dat (sulfates;
    /// Parkhurst and Appelo, USGS Techniques and Methods 6-A43, 2013) and minteq.v4.dat (nitrates).
    /// </summary>
    public static readonly Association[] Associations =
    [
        new(ZincSulfate, Zinc, Sulfate, 1, 2.37),
        new(CopperSulfate, Copper, Sulfate, 1, 2.31),
        new(NickelSulfate, Nickel, Sulfate, 1, 2.29),
        new(LithiumSulfate, Lithium, Sulfate, 1, 0.64),
        new(AmmoniumSulfate, Ammonium, Sulfate, 1, 1.11),
        new(IronSulfate, Iron, Sulfate, 1, 4.04),
        new(IronDisulfate, Iron, Sulfate, 2, 5.38),
        new(ZincNitrate, Zinc, Nitrate, 1, 0.4),
        new(CopperNitrate, Copper, Nitrate, 1, 0.5),
        new(NickelNitrate, Nickel, Nitrate, 1, 0.4),
        new(IronNitrate, Iron, Nitrate, 1, 1.0),
        // Raman spectra: 1.34 L/mol at 1 M, contact and solvent-separated pairs together; none seen for NH4NO3 (J. Chem. Soc., Faraday
        // Trans. 1, 78 (1982) 3235).
        new(LithiumNitrate, Lithium, Nitrate, 1, 0.53),
    ];

    /// <summary>log₁₀ of the association constant of HSO₄⁻ (phreeqc.dat).</summary>
    public const double Log10HydrogenSulfate = 1.988;

    /// <summary>
    /// log₁₀ of the first hydrolysis constant of Fe³⁺ (phreeqc.dat; −2.18 in Stefánsson and Seward, Chem. Geol. 249 (2008) 227).
    /// </summary>
    public const double Log10IronHydrolysis = -2.19;

    // ---- Bands of the dissolved species ----

    /// <summary>Decadic molar absorptivities; Zn²⁺, Li⁺ and NH₄⁺ do not absorb here, nor do their pairs with sulfate.</summary>
    public static readonly AbsorptionBand[] Bands =
    [
        // Cu(H2O)6 2+: broad d–d band near 810 nm, ε ≈ 12, with a shoulder near 1060 nm (Holmes and McClure, J. Chem. Phys. 26 (1957)
        // 1686); ligand-to-metal charge transfer at the edge of the ultraviolet (Jørgensen, 1963; strength chosen).
        new(Copper, 806, 11.0, 4400),
        new(Copper, 1064, 4.6, 3400),
        new(Copper, 192, 900, 6200),
        // CuSO4: charge-transfer band at 250 nm, ε ≈ 220 (Hemmes and Petrucci, J. Phys. Chem. 72 (1968) 3986; Matheson, ibid. 69
        // (1965) 1537); the d–d band gains intensity and moves little (shift chosen).
        new(CopperSulfate, 800, 12.6, 4500),
        new(CopperSulfate, 1064, 4.6, 3400),
        new(CopperSulfate, 250, 224, 7000),
        // CuNO3+: d–d band slightly to the blue and stronger (direction: Davis and Plane, Inorg. Chem. 7 (1968) 2565; numbers chosen).
        new(CopperNitrate, 796, 12.2, 4500),
        new(CopperNitrate, 1064, 4.6, 3400),
        new(CopperNitrate, 301, 7.9, 4200),
        new(CopperNitrate, 201, 9500, 5700),
        // Ni(H2O)6 2+: 394 nm (ε 5.2), 656 nm (1.8) and 720 nm (2.1), 1176 nm (2.0) (Jørgensen, Acta Chem. Scand. 9 (1955) 1362; Holmes
        // and McClure 1957). The two red bands overlap; their heights here sum to those values.
        new(Nickel, 394, 5.15, 3700),
        new(Nickel, 656, 1.45, 2300),
        new(Nickel, 724, 1.60, 1900),
        new(Nickel, 1176, 2.0, 2700),
        // NiSO4: mostly outer-sphere, d–d bands nearly unmoved (numbers chosen); ultraviolet absorption of the pair near 220 nm
        // (Nair and Nancollas, J. Chem. Soc. 1959, 3934; strength chosen).
        new(NickelSulfate, 396, 5.45, 3750),
        new(NickelSulfate, 659, 1.50, 2300),
        new(NickelSulfate, 728, 1.66, 1900),
        new(NickelSulfate, 1180, 2.1, 2700),
        new(NickelSulfate, 215, 90, 7000),
        new(NickelNitrate, 395, 5.30, 3700),
        new(NickelNitrate, 658, 1.50, 2300),
        new(NickelNitrate, 727, 1.65, 1900),
        new(NickelNitrate, 1178, 2.05, 2700),
        new(NickelNitrate, 301.3, 7.5, 4150),
        new(NickelNitrate, 201, 9500, 5650),
        // Fe(H2O)6 3+: charge transfer at 240 nm, ε ≈ 4160 (Turner and Miles, Can. J. Chem. 35 (1957) 1002; Stefánsson, Environ. Sci.
        // Technol. 41 (2007) 6117); spin-forbidden d–d bands below ε 0.1 (Jørgensen, 1963; strengths chosen).
        new(Iron, 240, 4160, 7500),
        new(Iron, 411, 0.06, 900),
        new(Iron, 545, 0.02, 3000),
        new(Iron, 794, 0.06, 2600),
        // FeOH2+: 205 nm (5200) and 297 nm (2030); the tail to 450 nm is what makes the solutions yellow (Faust and Hoigné, Atmos.
        // Environ. 24A (1990) 79; Stefánsson 2007).
        new(IronHydroxide, 205, 5200, 8000),
        new(IronHydroxide, 297, 2030, 7600),
        // FeSO4+: 306 nm, ε ≈ 2200; Fe(SO4)2−: slightly to the red and stronger (Lister and Rivington, Can. J. Chem. 33 (1955) 1591;
        // Sapieszko, Patel and Matijević, J. Phys. Chem. 81 (1977) 1061; width and the second complex chosen).
        new(IronSulfate, 306, 2200, 7600),
        new(IronSulfate, 218, 3300, 7600),
        new(IronDisulfate, 310, 3000, 7600),
        new(IronDisulfate, 220, 3600, 7600),
        // FeNO3 2+: weak inner-sphere complex, charge transfer on the long side of Fe3+ (Sykes, J. Chem. Soc. 1959, 2473; numbers chosen).
        new(IronNitrate, 240, 4160, 7600),
        new(IronNitrate, 304, 420, 6800),
        new(IronNitrate, 201, 9500, 5800),
        // NO3−: n→π* at 302 nm, ε 7.2, and π→π* at 201 nm, ε 9500 to 9900 (Mack and Bolton, J. Photochem. Photobiol. A 128
        // (1999) 1; widths read from published spectra).
        new(Nitrate, 302, 7.2, 4100),
        new(Nitrate, 201, 9500, 5600),
        // Nitrate bound to a cation: n→π* to the blue and stronger (direction: Hudson et al., J. Phys. Chem. A 111 (2007) 544; numbers
        // chosen).
        new(ZincNitrate, 301, 7.6, 4150),
        new(ZincNitrate, 201, 9500, 5650),
        // Of the alkali metals Li+ shifts it most, and it alone raises the intensity ("The unexpected effect of aqueous ion pairs on the
        // forbidden n→π* transition in nitrate", Phys. Chem. Chem. Phys. 22 (2020), D0CP00958J; numbers chosen).
        new(LithiumNitrate, 299.8, 7.5, 4100),
        new(LithiumNitrate, 201, 9500, 5600),
        // SO4 2− and HSO4−: only the long end of a band below 180 nm reaches the range (Buck, Singhadeja and Rogers, Anal. Chem. 26
        // (1954) 1240; strengths chosen).
        new(Sulfate, 176, 300, 6000),
        new(HydrogenSulfate, 170, 200, 6000),
        new(LithiumSulfate, 175.5, 300, 6000),
        new(AmmoniumSulfate, 176, 300, 6000),
        new(ZincSulfate, 175, 320, 6200),
    ];

    // ---- Water ----

    /// <summary>Pure water at 25 °C, M.</summary>
    public const double WaterConcentration = 55.35;

    /// <summary>
    /// Overtone bands of water: wavelength in nm, decadic absorption coefficient of pure water in cm⁻¹, full width in cm⁻¹ (Kou,
    /// Labrie and Chylek, Appl. Opt. 32 (1993) 3531; Palmer and Williams, J. Opt. Soc. Am. 64 (1974) 1107).
    /// </summary>
    public static readonly (double Wavelength, double Coefficient, double Width)[] WaterBands =
    [
        (740, 0.0098, 520),
        (837, 0.0150, 700),
        (974, 0.205, 560),
        (1196, 0.54, 640),
    ];

    /// <summary>
    /// Apparent molar volumes: Millero, Chem. Rev. 71 (1971) 147. Hydration numbers: Ohtaki and Radnai, Chem. Rev. 93 (1993) 1157.
    /// Refractive increments: split from the salts' values in the CRC Handbook's table of aqueous solutions. Near-infrared shifts: shell
    /// water of small and highly charged cations absorbs at longer, that of nitrate at shorter wavelengths (direction: McCabe and Fisher,
    /// J. Phys. Chem. 74 (1970) 2990; numbers chosen). Shifts of free nitrate's band, beside those of its pairs: to the
    /// blue with every salt (Rotlevi and Treinin, J. Phys. Chem. 69 (1965) 2645; Hudson et al. 2007; numbers chosen).
    /// </summary>
    public static readonly IonEffect[] Effects =
    [
        new(Ion.Zinc, -21.6, 6, -95, 1.16, 0.0110, 8),
        new(Ion.Copper, -27.8, 6, -110, 1.20, 0.0125, 8),
        new(Ion.Lithium, -0.9, 4, -45, 1.02, 0.0018, 12),
        new(Ion.Iron, -43.7, 6, -210, 1.32, 0.0230, 14),
        new(Ion.Nickel, -24.0, 6, -100, 1.17, 0.0125, 8),
        new(Ion.Ammonium, 17.9, 5, 12, 0.97, 0.0030, 3),
        new(Ion.Sulfate, 14.0, 8, -20, 1.05, 0.0135, 3),
        new(Ion.Nitrate, 29.0, 5, 70, 0.92, 0.0068, 0),
    ];

    // ---- Spectrometer ----
    // A scanning double-beam instrument of the class whose data sheets give stray light below 0.02 % at 220 and 340 nm and below 1 % at
    // 198 nm, and photometric noise of 5e-5 absorbance at 0. Numbers within that class chosen.

    /// <summary>Stray light far from the ultraviolet edge, fraction of the reference beam; the plateau at absorbance 3.7.</summary>
    public const double StrayLight = 2e-4;

    /// <summary>Additional stray light at 190 nm.</summary>
    public const double StrayLightAtEdge = 8e-3;

    /// <summary>Distance over which that falls to 1/e, nm.</summary>
    public const double StrayLightDecay = 8;

    /// <summary>Detector noise, standard deviation in transmittance; what dominates at high absorbance.</summary>
    public const double DarkNoise = 1e-5;

    /// <summary>Shot noise at full transmittance; grows with its root.</summary>
    public const double ShotNoise = 4e-5;

    /// <summary>Lamp noise, relative to transmittance.</summary>
    public const double LampNoise = 1e-4;

    /// <summary>Noise at 190 nm over that of the visible, minus 1: lamp and detector are weak there.</summary>
    public const double EdgeNoise = 12;

    /// <summary>Distance over which that falls to 1/e, nm.</summary>
    public const double EdgeNoiseDecay = 10;

    /// <summary>Baseline offset between spectra, standard deviation in absorbance.</summary>
    public const double BaselineOffset = 4e-4;

    /// <summary>Baseline change from the middle of the range to an end, standard deviation in absorbance.</summary>
    public const double BaselineSlope = 2e-4;

    /// <summary>Refractive index of fused silica, the cell's windows.</summary>
    public const double WindowIndex = 1.458;

    /// <summary>Refractive index of water.</summary>
    public const double WaterIndex = 1.333;
}
