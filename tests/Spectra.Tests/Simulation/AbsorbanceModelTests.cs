using IonSweep.Spectra.Simulation.Absorption;

namespace IonSweep.Spectra.Tests.Simulation;

public class AbsorbanceModelTests
{
    private static readonly AbsorbanceModel Model = new();

    private static double[] Absorbance(params (Ion Ion, double Molar)[] solution)
    {
        double[] ions = new double[8], absorbance = new double[AbsorptionConstants.Channels];
        foreach ((Ion ion, double molar) in solution) ions[(int)ion] = molar;
        Model.Fill(ions, absorbance);
        return absorbance;
    }

    private static double At(double[] absorbance, int nanometres) => absorbance[nanometres - AbsorptionConstants.FirstWavelength];

    /// <summary>Alone in water an ion forms no pair: its absorbance above water's is proportional to its concentration.</summary>
    [Theory]
    [InlineData(Ion.Copper)]
    [InlineData(Ion.Nickel)]
    [InlineData(Ion.Nitrate)]
    internal void AnIsolatedIonFollowsBeerAndLambert(Ion ion)
    {
        double[] water = Absorbance(), single = Absorbance((ion, 0.001)), tenfold = Absorbance((ion, 0.01));
        for (int c = 0; c < water.Length; c++) Assert.Equal(10 * (single[c] - water[c]), tenfold[c] - water[c], 9);
    }

    /// <summary>With its counter-ion a dilute salt stays linear within what pairing takes.</summary>
    [Fact]
    public void A_dilute_salt_is_nearly_linear_and_a_concentrated_one_is_not()
    {
        double Excess(double molar) => At(Absorbance((Ion.Nickel, molar), (Ion.Sulfate, molar)), 394) - At(Absorbance(), 394);
        Assert.InRange(Excess(0.0002) / Excess(0.0001), 2, 2.01);
        Assert.True(Excess(0.9) / Excess(0.0001) > 9000 * 1.01); // pairs absorb more
    }

    /// <summary>Bands of the literature, 1 mm path.</summary>
    [Theory]
    [InlineData(Ion.Copper, 810, 12, 1)]
    [InlineData(Ion.Nickel, 394, 5.2, 0.3)]
    [InlineData(Ion.Nickel, 656, 1.8, 0.3)]
    [InlineData(Ion.Nickel, 720, 2.1, 0.3)]
    [InlineData(Ion.Nitrate, 302, 7.2, 0.2)]
    [InlineData(Ion.Nitrate, 201, 9700, 300)]
    internal void AbsorptivitiesAgreeWithTheLiterature(Ion ion, int nanometres, double absorptivity, double tolerance)
    {
        double measured = (At(Absorbance((ion, 0.01)), nanometres) - At(Absorbance(), nanometres)) / (0.01 * 0.1);
        Assert.InRange(measured, absorptivity - tolerance, absorptivity + tolerance);
    }

    [Fact]
    public void Water_has_its_band_near975_nanometres()
    {
        double[] water = Absorbance();
        int peak = Enumerable.Range(900, 150).MaxBy(nm => At(water, nm));
        Assert.InRange(peak, 970, 980);
        Assert.InRange(At(water, peak), 0.018, 0.024);
    }

    [Fact]
    public void Iron_colours_the_solution_up_to450_nanometres_only()
    {
        double[] iron = Absorbance((Ion.Iron, 0.4), (Ion.Nitrate, 1.2)), water = Absorbance();
        Assert.True(At(iron, 330) > 3);
        Assert.InRange(At(iron, 450) - At(water, 450), 0.001, 0.2);
        Assert.InRange(At(iron, 600) - At(water, 600), -0.001, 0.002);
    }

    /// <summary>Ions that do not absorb must still leave a trace, or no calibration could find them.</summary>
    [Theory]
    [InlineData(Ion.Zinc)]
    [InlineData(Ion.Lithium)]
    [InlineData(Ion.Ammonium)]
    internal void IonsThatDoNotAbsorbChangeWhatOthersDo(Ion ion)
    {
        Assert.True(Model.Absorptivity((Species)(int)ion).IsEmpty);
        (Ion, double)[] others = [(Ion.Copper, 0.4), (Ion.Nickel, 0.4), (Ion.Nitrate, 0.8), (Ion.Sulfate, 0.6)];
        double[] without = Absorbance(others), with = Absorbance([.. others, (ion, 0.4)]);
        double[] change = [.. without.Zip(with, (a, b) => Math.Abs(a - b))];
        Assert.InRange(change[(290 - 190)..(360 - 190)].Max(), 0.0005, 0.3); // pairs and the nitrate band
        Assert.InRange(change[(930 - 190)..(1020 - 190)].Max(), 0.0001, 0.05); // water, and copper's pairs
    }
}
