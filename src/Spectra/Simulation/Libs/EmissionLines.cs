using System.Globalization;
using CsvHelper;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// The 195 strong, persistent lines of Fe, Cr, Mn, Mo and Ni, I and II, that the simulator knows; the table is
/// <c>emission-lines.csv</c> beside this file. Wavelengths, levels and transition probabilities are those of A. Kramida, Yu. Ralchenko,
/// J. Reader and NIST ASD Team, NIST Atomic Spectra Database, https://physics.nist.gov/asd, which rests chiefly on:
/// Fe I J. R. Fuhr, W. L. Wiese, J. Phys. Chem. Ref. Data 35 (2006) 1669 and T. R. O'Brian et al., J. Opt. Soc. Am. B 8 (1991) 1185;
/// Fe II Fuhr and Wiese (2006); Cr, Mn I and II G. A. Martin, J. R. Fuhr, W. L. Wiese, J. Phys. Chem. Ref. Data 17 Suppl. 3 (1988) and,
/// for the Cr II resonance lines, S. D. Bergeson, J. E. Lawler, Astrophys. J. 408 (1993) 382; Ni I and II J. R. Fuhr, G. A. Martin,
/// W. L. Wiese, J. Phys. Chem. Ref. Data 17 Suppl. 4 (1988); Mo I W. Whaling, J. W. Brault, Phys. Scr. 38 (1988) 707. For Mo II, where
/// the database has few probabilities, those of R. L. Kurucz's list (http://kurucz.harvard.edu/linelists.html) stand. Upper energies
/// are lower energies plus h c / λ in vacuum. Uncertainties are 3 to 25 %, for Mo II and some lines of Cr II and Ni II up to 50 %.
/// </summary>
public static class EmissionLines
{
    private const string Resource = "emission-lines.csv";

    private static readonly Lazy<IReadOnlyList<EmissionLine>> Table = new(Read);

    /// <summary>Every line; by element (Fe, Fe⁺, Cr, …), then by wavelength.</summary>
    public static IReadOnlyList<EmissionLine> All => Table.Value;

    private static List<EmissionLine> Read()
    {
        using Stream stream = typeof(EmissionLines).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = true });
        List<EmissionLine> lines = [];
        while (csv.Read())
            lines.Add(new EmissionLine(
                csv.GetString("element"),
                int.Parse(csv.GetString("stage"), CultureInfo.InvariantCulture),
                double.Parse(csv.GetString("wavelength_nm"), CultureInfo.InvariantCulture),
                double.Parse(csv.GetString("a_ki_per_s"), CultureInfo.InvariantCulture),
                double.Parse(csv.GetString("e_i_ev"), CultureInfo.InvariantCulture),
                double.Parse(csv.GetString("e_k_ev"), CultureInfo.InvariantCulture),
                int.Parse(csv.GetString("g_i"), CultureInfo.InvariantCulture),
                int.Parse(csv.GetString("g_k"), CultureInfo.InvariantCulture)));
        return lines;
    }
}
