using IonSweep.Spectra.Simulation.Libs;

namespace IonSweep.Spectra.Tests.Simulation.Libs;

public class LibsPhysicsTests
{
    private static readonly Plasma Typical = new(9500, 1e17, 3e15);

    [Fact]
    public void The_table_holds_both_stages_of_five_elements_with_consistent_levels()
    {
        Assert.True(EmissionLines.All.Count >= 120);
        foreach (string element in new[] { "Fe", "Cr", "Mn", "Mo", "Ni" })
            foreach (int stage in new[] { 1, 2 })
                Assert.True(EmissionLines.All.Count(line => line.Element == element && line.Stage == stage) >= 8, $"{element} {stage}");
        Assert.Equal(EmissionLines.All.Count,
            EmissionLines.All.Select(line => (line.Element, line.Stage, line.Wavelength)).Distinct().Count());
        Assert.All(EmissionLines.All, line =>
        {
            // Air's refractive index is 1.0003 here: level difference and wavelength agree to that and to rounding.
            double wavelength = LibsConstants.PlanckLight / (line.UpperEnergy - line.LowerEnergy);
            Assert.InRange(wavelength / line.Wavelength, 1.00022, 1.00037);
            Assert.InRange(line.TransitionProbability, 1e6, 1e9);
            Assert.InRange(Math.Abs(line.UpperDegeneracy - line.LowerDegeneracy), 0, 2); // ΔJ = 0, ±1
            Assert.Equal(line.LowerDegeneracy % 2, line.UpperDegeneracy % 2);
        });
    }

    /// <summary>Values a spectroscopist knows by heart, NIST Atomic Spectra Database.</summary>
    [Theory]
    [InlineData("Fe", 1, 371.993, 1.62e7, 0, 9, 11)]
    [InlineData("Fe", 2, 238.204, 3.13e8, 0, 10, 12)]
    [InlineData("Cr", 1, 425.433, 3.15e7, 0, 7, 9)]
    [InlineData("Mn", 2, 257.610, 2.80e8, 0, 7, 9)]
    [InlineData("Mo", 1, 379.825, 6.90e7, 0, 7, 9)]
    [InlineData("Ni", 1, 352.454, 1.0e8, 0.0254, 7, 5)]
    public void Well_known_lines_have_their_constants(
        string element, int stage, double wavelength, double probability, double lower, int gi, int gk)
    {
        EmissionLine line = Line(element, stage, wavelength);
        Assert.Equal((probability, lower, gi, gk),
            (line.TransitionProbability, line.LowerEnergy, line.LowerDegeneracy, line.UpperDegeneracy));
    }

    /// <summary>Sums over the levels of the NIST Atomic Spectra Database, Σ g exp(−E/kT).</summary>
    [Theory]
    [InlineData("Fe", 27.79, 59.64, 43.42, 66.90)]
    [InlineData("Cr", 10.39, 33.32, 7.109, 18.48)]
    [InlineData("Mn", 6.402, 15.51, 7.739, 14.56)]
    [InlineData("Ni", 30.89, 41.58, 10.81, 19.40)]
    [InlineData("Mo", 8.892, 33.35, 7.645, 25.31)]
    public void Partition_functions_follow_the_level_sums(
        string element, double atomAt5000, double atomAt10000, double ionAt5000, double ionAt10000)
    {
        PlasmaElement e = PlasmaElement.Of(element);
        Assert.Equal(1, e.PartitionFunction(1, 5000) / atomAt5000, 0.015);
        Assert.Equal(1, e.PartitionFunction(1, 10000) / atomAt10000, 0.015);
        Assert.Equal(1, e.PartitionFunction(2, 5000) / ionAt5000, 0.015);
        Assert.Equal(1, e.PartitionFunction(2, 10000) / ionAt10000, 0.015);
    }

    [Fact]
    public void Stages_obey_sahas_equation()
    {
        PlasmaElement iron = PlasmaElement.Of("Fe");
        foreach (double temperature in new[] { 7000.0, 9500, 12000 })
            foreach (double density in new[] { 3e16, 1e17, 3e17 })
            {
                // 2 (2π mₑ k T / h²)^(3/2) in SI units, per m³.
                double vacuum = 2 * Math.Pow(2 * Math.PI * 9.1093837e-31 * 1.380649e-23 * temperature / (6.62607015e-34 * 6.62607015e-34),
                    1.5);
                double expected = vacuum / (density * 1e6) * iron.PartitionFunction(2, temperature) / iron.PartitionFunction(1, temperature)
                    * Math.Exp(-7.9025 * 1.602176634e-19 / (1.380649e-23 * temperature));
                double ion = iron.Fraction(2, temperature, density), atom = iron.Fraction(1, temperature, density);
                Assert.Equal(expected, ion / atom, expected * 1e-4);
                Assert.Equal(1, ion + atom, 1e-12);
            }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7.4)] // either side of the Bessel functions' two branches
    [InlineData(7.6)]
    [InlineData(100)]
    public void Self_absorption_integrates_the_transfer_equation(double depth)
    {
        // x = tan φ turns the infinite integral into a finite one.
        double sum = 0, steps = 200_000;
        for (int i = 0; i < steps; i++)
        {
            double x = Math.Tan((i + 0.5) / steps * Math.PI / 2), tau = depth / (1 + x * x);
            sum += (1 - Math.Exp(-tau)) * (1 + x * x) * Math.PI / 2 / steps;
        }
        Assert.Equal(1, CurveOfGrowth.EquivalentWidth(depth) / (2 * sum), 1e-5);

        double half = CurveOfGrowth.Broadening(depth); // emission there is half that at the centre
        Assert.Equal((1 - Math.Exp(-depth)) / 2, 1 - Math.Exp(-depth / (1 + half * half)), 1e-6);
    }

    [Theory]
    [InlineData(0.8, 0.0)]
    [InlineData(0.8, 0.05)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.1, 0.8)]
    public void The_profile_is_a_gaussian_folded_with_a_lorentzian(double gauss, double lorentz)
    {
        VoigtProfile profile = new(gauss, lorentz);
        double sigma = gauss / Math.Sqrt(8 * Math.Log(2)), peak = profile.At(0), area = 0;
        const double step = 0.002;
        for (double x = -60; x < 60; x += step) area += profile.At(x) * step;
        Assert.Equal(1, area, 0.01); // the Lorentzian's tails go on
        foreach (double distance in new[] { 0, 0.2, 0.5, 1, 2 })
        {
            double folded = 0;
            for (double y = -8; y < 8; y += step)
            {
                double g = Math.Exp(-y * y / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
                double x = distance - y;
                folded += lorentz == 0 ? 0 : g * (lorentz / 2 / Math.PI) / (x * x + lorentz * lorentz / 4) * step;
            }
            if (lorentz == 0) folded = Math.Exp(-distance * distance / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
            Assert.Equal(folded, profile.At(distance), 0.013 * peak);
        }
    }

    [Fact]
    public void A_boltzmann_plot_of_thin_iron_gives_the_temperature_back()
    {
        Plasma thin = Typical with { ColumnDensity = 1e10, Temperature = 8700 };
        EmissionLine[] lines = [.. EmissionLines.All.Where(line => line.Element == "Fe" && line.Stage == 1)];
        // Photons of a thin line are proportional to gₖ A exp(−Eₖ/kT).
        double[] x = [.. lines.Select(line => line.UpperEnergy)];
        double[] y = [.. lines.Select(line =>
            Math.Log(PlasmaEmission.Line(thin, line, 1).Strength / (line.UpperDegeneracy * line.TransitionProbability)))];
        double mx = x.Average(), my = y.Average();
        double slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        Assert.Equal(8700, -1 / (LibsConstants.Boltzmann * slope), 15.0);
    }

    [Fact]
    public void A_thick_line_reaches_the_black_body_and_a_thin_one_grows_in_proportion()
    {
        EmissionLine resonance = Line("Fe", 1, 371.993);
        double At(double column) => PlasmaEmission.Line(Typical with { ColumnDensity = column }, resonance, 1).Strength;
        Assert.Equal(2, At(2e10) / At(1e10), 1e-3);
        Assert.Equal(Math.Sqrt(2), At(2e20) / At(1e20), 1e-3); // curve of growth of a thick Lorentzian line
        (double strength, double width) = PlasmaEmission.Line(Typical with { ColumnDensity = 1e20 }, resonance, 1);
        // Flat-topped at the black body: mean radiance over its width is near it.
        Assert.InRange(strength / width / PlasmaEmission.Radiance(371.993, Typical.Temperature), 0.9, 1.6);
    }

    [Fact]
    public void Ion_lines_gain_on_atom_lines_when_the_plasma_gets_hotter()
    {
        EmissionLine atom = Line("Cr", 1, 425.433), ion = Line("Cr", 2, 283.563);
        double Ratio(double temperature)
        {
            Plasma plasma = Typical with { Temperature = temperature };
            return PlasmaEmission.Line(plasma, ion, 0.1).Strength / PlasmaEmission.Line(plasma, atom, 0.1).Strength;
        }
        Assert.True(Ratio(10_500) > 1.5 * Ratio(9_000));
    }

    private static EmissionLine Line(string element, int stage, double wavelength) => EmissionLines.All.Single(
        line => line.Element == element && line.Stage == stage && Math.Abs(line.Wavelength - wavelength) < 0.002);
}
