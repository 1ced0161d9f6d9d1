using IonSweep.Learning.Inspection;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using MathNet.Numerics.Distributions;

namespace IonSweep.Learning.Tests.Inspection;

public class DatasetInspectionTests
{
    private const int Rows = 60, Channels = 80;

    [Fact]
    public void A_clean_set_gives_no_warning() => Assert.Empty(DatasetInspection.Of(Planted(_ => { })).Warnings);

    [Fact]
    public void Constant_channels_are_named_by_their_positions()
    {
        DatasetInspection found = DatasetInspection.Of(Planted(spectra =>
        {
            foreach (float[] spectrum in spectra) spectrum.AsSpan(30, 5).Fill(0.25f);
        }));
        Assert.Equal([new ChannelRange(30, 34)], found.DeadChannels);
        Assert.StartsWith("Channels 1600–1680 cm⁻¹ are constant", Assert.Single(found.Warnings));
    }

    [Fact]
    public void Equal_and_constant_rows_are_named_with_their_samples()
    {
        DatasetInspection found = DatasetInspection.Of(Planted(spectra =>
        {
            spectra[30].CopyTo(spectra[2], 0);
            spectra[6].AsSpan().Fill(1);
        }));
        Assert.Equal([2, 30], Assert.Single(found.Duplicates));
        Assert.Equal([6], found.ConstantRows);
        Assert.Contains("Rows 3 ('s2') and 31 ('s30') hold the same spectrum to the last digit, with different target values: one may "
            + "train a model that the other tests.", found.Warnings);
        Assert.Contains(
            found.Warnings, warning => warning.StartsWith("Row 7 ('s6') has the same value in every channel", StringComparison.Ordinal));
    }

    [Fact]
    public void Tops_cut_off_at_the_same_height_are_saturated_and_a_chance_equality_is_not()
    {
        DatasetInspection found = DatasetInspection.Of(Planted(spectra =>
        {
            foreach (int row in (int[])[10, 11, 12]) for (int c = 38; c < 42; c++) spectra[row][c] = 3;
            for (int c = 60; c < 63; c++) spectra[20][c] = 2.5f; // three alike in one spectrum alone
            for (int c = 60; c < 68; c++) spectra[21][c] = 2.25f; // eight are no band's top
        }));
        Assert.Equal([10, 11, 12, 21], found.Saturation.Rows);
        Assert.Equal([new ChannelRange(38, 41), new ChannelRange(60, 67)], found.Saturation.Channels);
        Assert.Contains(found.Warnings, warning => warning.StartsWith(
            "Rows 11 ('s10'), 12 ('s11'), 13 ('s12') and 22 ('s21') are cut off at the maximum, at channels 1760–1820 and 2200–2340 cm⁻¹",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_spike_is_seen_by_q_and_an_extreme_mixture_by_t2()
    {
        DatasetInspection found = DatasetInspection.Of(Planted(spectra =>
        {
            spectra[35][70] += 0.4f;
            for (int c = 0; c < Channels; c++) spectra[5][c] *= 6;
        }));
        SpectralOutliers outliers = found.Outliers!;
        Assert.Equal([5, 35], outliers.Rows.Order());
        Assert.True(outliers.Q[35] > outliers.QOutlier && outliers.T2[35] < outliers.T2Limit);
        Assert.True(outliers.T2[5] > outliers.T2Outlier);
        Assert.Contains(found.Warnings, warning => warning.Contains("unlike the others", StringComparison.Ordinal));
    }

    [Fact]
    public void One_spike_among_thousands_is_found()
    {
        Random random = new(4);
        float[] spectra = [.. Enumerable.Range(0, 3000).SelectMany(_ =>
        {
            double height = Normal(random);
            return Enumerable.Range(0, 40).Select(c => (float)(height * Math.Sin(c / 9.0) + 0.01 * Normal(random))).ToArray();
        })];
        spectra[17 * 40 + 20] += 0.3f;
        SpectralOutliers found = SpectralOutliers.Of(new UnlabelledSpectra(
            "s", new DatasetOrigin(false, "s"), [.. Enumerable.Range(0, 40).Select(c => 400.0 + c)], spectra, null))!;
        Assert.Equal(17, found.Rows[0]);
        Assert.True(found.Rows.Count <= 2);
    }

    [Fact]
    public void Limits_are_those_of_the_literature()
    {
        // 79²/80 · B with B = 3F/(3F + 76) and F of 3 and 76 degrees of freedom at 0.99, 4.050 in tables.
        Assert.Equal(79 * 79 / 80.0 * (3 * 4.050 / (3 * 4.050 + 76)), SpectralOutliers.LimitOfT2(80, 3, 0.99), 0.02);
        // χ² of 10 degrees of freedom: 23.209 at 0.99 in tables; of ten times that when Q is ten times as large.
        double[] q = [.. Enumerable.Range(0, 1001).Select(i => ChiSquared.InvCDF(10, (i + 0.5) / 1001))];
        Assert.Equal(23.209, SpectralOutliers.LimitOfQ(q, 0.99), 0.3);
        Assert.Equal(232.09, SpectralOutliers.LimitOfQ([.. q.Select(value => 10 * value)], 0.99), 3.0);
        // A tenth of all far away moves it little.
        Assert.InRange(SpectralOutliers.LimitOfQ([.. q, .. Enumerable.Repeat(1e6, 100)], 0.99), 23, 28);
    }

    [Fact]
    public void Noise_exceeds_a_limit_at_99_percent_about_once_in_a_hundred()
    {
        Random random = new(3);
        float[] spectra = [.. Enumerable.Range(0, 1000 * 30).Select(_ => (float)Normal(random))];
        SpectralOutliers found = SpectralOutliers.Of(new UnlabelledSpectra(
            "n", new DatasetOrigin(false, "n"), [.. Enumerable.Range(0, 30).Select(c => 400.0 + c)], spectra, null))!;
        Assert.InRange(found.Q.Count(q => q > found.QLimit), 3, 25);
        Assert.InRange(found.T2.Count(t => t > found.T2Limit), 3, 25);
        Assert.True(found.Rows.Count <= 1);
    }

    [Fact]
    public void Replicates_targets_and_correlations_are_those_computed_by_hand()
    {
        SpectralDataset data = new("r", new DatasetOrigin(false, "r"), [400, 401],
            [new Target("a", "%"), new Target("b", "%"), new Target("c", "")],
            [1, 10, 3, 10, 5, 20, 5, 26, 5, 23], [1, -2, 7, 2, -4, 7, 3, -6, 7, 4, -8, 7, 10, -20, 7], ["x", "x", "y", "y", "y"]);
        DatasetInspection found = DatasetInspection.Of(data);
        Assert.Equal([("x", 2), ("y", 3)], found.Replicates!.Samples);
        // Squares within samples: 2 + 0 and 0 + 18, over 5 spectra less 2 samples.
        Assert.Equal([Math.Sqrt(2 / 3.0), Math.Sqrt(18 / 3.0)], found.Replicates.Pooled, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(-1, found.Correlations[0][1], 1e-12);
        Assert.True(double.IsNaN(found.Correlations[0][2]));
        TargetSummary target = found.Targets[0];
        Assert.Equal((5, 5, 1.0, 10.0, 4.0), (target.Values, target.Distinct, target.Minimum, target.Maximum, target.Mean));
        Assert.Equal([1.0, 4, 7, 10], target.Edges);
        Assert.Equal([3, 1, 1], target.Counts);
        Assert.Null(found.Outliers); // too few rows
        Assert.Contains("c is 7 in every row: there is nothing to calibrate.", found.Warnings);
        Assert.Contains(found.Warnings, warning => warning.StartsWith("a and b go together (r -1.000)", StringComparison.Ordinal));
    }

    [Fact]
    public void Spectra_without_targets_are_looked_at_in_the_same_way()
    {
        DatasetInspection found = DatasetInspection.Of(UnlabelledSpectra.Of(Planted(spectra => spectra[30].CopyTo(spectra[2], 0))));
        Assert.Empty(found.Targets);
        Assert.NotNull(found.Outliers);
        Assert.Equal("Rows 3 ('s2') and 31 ('s30') hold the same spectrum to the last digit: one may train a model that the other tests.",
            Assert.Single(found.Warnings));
    }

    [Fact]
    public void Gaps_of_the_axis_restless_samples_and_impossible_values_are_told()
    {
        double[] axis = [.. Enumerable.Range(0, 20).Select(c => c < 10 ? 1000.0 + 2 * c : 1200.0 + 2 * c)];
        Random random = new(5);
        string[] samples = [.. Enumerable.Range(0, 12).Select(row => $"p{row / 2}")];
        float[] spectra =
            [.. Enumerable.Range(0, 12 * 20).Select(i => (float)(0.5 + (i / 20 / 2 == 3 ? 0.1 : 0.002) * random.NextDouble()))];
        spectra[25] = -0.01f;
        SpectralDataset data = new("g", new DatasetOrigin(false, "g"), axis, [new Target("y", "")], spectra,
            [.. Enumerable.Range(0, 12).Select(row => (float)row)], samples, AxisUnit.Wavenumber, Ordinate.Transmittance);
        IReadOnlyList<string> warnings = DatasetInspection.Of(data).Warnings;
        Assert.Contains(warnings, warning => warning.StartsWith("The axis has a gap from 1018 to 1220 cm⁻¹", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.StartsWith("The spectra of 'p0' (", StringComparison.Ordinal)
            && warning.Contains("and 'p3' (", StringComparison.Ordinal));
        Assert.Contains("Row 2 ('p0') has transmittance of 0 or below, of which there is no absorbance.", warnings);
    }

    /// <summary>Two bands and a little noise, changed by a test.</summary>
    [Fact]
    public void What_is_read_as_nanometres_and_targets_that_are_none_are_asked_about()
    {
        SpectralDataset data = Planted(_ => { });
        Target[] targets = [new Target("No.", ""), new Target("Group", ""), new Target("fat", "%")];
        float[] values = [.. Enumerable.Range(0, Rows).SelectMany(row => (float[])[row / 2, row % 3 == 0 ? 2 : 1, row * 0.5f])];
        SpectralDataset asked = new(
            "d", data.Origin, [.. data.Wavelengths.Select(position => position + 3000)], targets, data.Spectra.ToArray(), values);
        string[] warnings = [.. DatasetInspection.Of(asked).Warnings];
        Assert.Contains(warnings, warning => warning.StartsWith(
            "The axis is read as wavelengths, 4000 to 5580 nm", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.StartsWith("No. counts up with the rows", StringComparison.Ordinal));
        Assert.Contains(
            warnings, warning => warning.StartsWith("Group is 1 or 2 and nothing between: two classes?", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, warning => warning.StartsWith("fat c", StringComparison.Ordinal));
    }

    private static SpectralDataset Planted(Action<float[][]> change)
    {
        Random random = new(11);
        float[] values = new float[Rows];
        float[][] spectra = [.. Enumerable.Range(0, Rows).Select(row =>
        {
            double first = 0.5 + random.NextDouble(), second = 0.5 + random.NextDouble();
            values[row] = (float)first;
            return Enumerable.Range(0, Channels).Select(c => (float)(first * Math.Exp(-Math.Pow((c - 25) / 8.0, 2))
                + second * Math.Exp(-Math.Pow((c - 55) / 10.0, 2)) + 0.3 + 0.002 * Normal(random))).ToArray();
        })];
        change(spectra);
        return new SpectralDataset("planted", new DatasetOrigin(false, "planted"),
            [.. Enumerable.Range(0, Channels).Select(c => 1000.0 + 20 * c)], [new Target("y", "%")], [.. spectra.SelectMany(one => one)],
            values, [.. Enumerable.Range(0, Rows).Select(row => $"s{row}")], AxisUnit.Wavenumber);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
