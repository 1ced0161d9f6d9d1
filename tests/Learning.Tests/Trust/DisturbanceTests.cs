using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Trust;

public class DisturbanceTests
{
    private static readonly StreamKey Stream = StreamKeys.Of("test", "disturbance");
    private static readonly double[] Wavelengths = [.. Enumerable.Range(0, 201).Select(i => 300.0 + i)];
    private static readonly float[] Spectrum = [.. Wavelengths.Select(w => (float)(1 + 4 * Math.Exp(-Math.Pow(w - 400, 2) / 200)))];

    [Fact]
    public void A_shifted_axis_moves_the_line_by_the_channels_said()
    {
        float[] shifted = Apply(DisturbanceKind.ShiftedAxis, 2.5, row: 0);
        AuxiliaryQuantities centroid = new([new AuxiliaryQuantity { Kind = AuxiliaryKind.Centroid }], Wavelengths);
        float[] value = new float[1];
        centroid.Compute(shifted, value);
        Assert.Equal(2.5, Math.Abs(value[0] - 400), 0.01);
    }

    [Theory]
    [InlineData(AxisUnit.Wavenumber, 900)]
    [InlineData(AxisUnit.RamanShift, -100)]
    [InlineData(AxisUnit.Channel, 0)]
    [InlineData(AxisUnit.Nanometre, 900)]
    public void Another_temperature_tilts_spectra_on_every_axis_from_end_to_end(AxisUnit unit, double first)
    {
        double[] positions = [.. Enumerable.Range(0, 201).Select(i => first + i)];
        float[] tilted = new float[201];
        new Disturber(positions, unit).Apply(
            new Disturbance { Kind = DisturbanceKind.ChangedTemperature, Strength = 0.15 }, Spectrum, tilted, Stream, 0);
        double left = tilted[0] / (double)Spectrum[0], right = tilted[^1] / (double)Spectrum[^1];
        Assert.Equal(1, left * right, 1e-5);
        Assert.Equal(Math.Exp(0.15), Math.Max(left, right), 1e-5);
    }

    [Fact]
    public void An_extra_line_is_added_somewhere_and_nowhere_else()
    {
        HashSet<int> places = [];
        for (int row = 0; row < 20; row++)
        {
            float[] difference = [.. Apply(DisturbanceKind.ExtraLine, 0.5, row).Zip(Spectrum, (a, b) => a - b)];
            int place = Array.IndexOf(difference, difference.Max());
            places.Add(place);
            Assert.InRange(difference.Max(), 1.8f, 2.01f); // half of the range 4, channels beside the top included
            Assert.All(difference.Where((_, c) => Math.Abs(c - place) > 15), value => Assert.Equal(0, value, 1e-5));
        }
        Assert.True(places.Count > 10);
    }

    [Fact]
    public void A_saturated_detector_cuts_the_top_only()
    {
        float[] saturated = Apply(DisturbanceKind.SaturatedDetector, 0.25, row: 0);
        Assert.Equal(4, saturated.Max(), 1e-3); // 5 minus a quarter of 4
        for (int c = 0; c < saturated.Length; c++) Assert.Equal(Math.Min(Spectrum[c], saturated.Max()), saturated[c]);
    }

    [Fact]
    public void A_changed_temperature_tilts_and_a_drift_adds_a_straight_line()
    {
        float[] tilted = Apply(DisturbanceKind.ChangedTemperature, 0.2, row: 0);
        Assert.Equal(0.2, Math.Abs(Math.Log(tilted[0] / Spectrum[0])), 1e-5);
        Assert.Equal(-Math.Log(tilted[0] / Spectrum[0]), Math.Log(tilted[^1] / Spectrum[^1]), 1e-5);
        float[] drift = [.. Apply(DisturbanceKind.BaselineDrift, 0.1, row: 3).Zip(Spectrum, (a, b) => a - b)];
        Assert.All(drift, value => Assert.InRange(value, -0.4, 0.4));
        for (int c = 1; c < 200; c++) Assert.Equal((drift[c - 1] + drift[c + 1]) / 2, drift[c], 1e-5);
        Assert.NotEqual(0, drift[0], 1e-4);
    }

    [Fact]
    public void What_is_random_is_a_function_of_stream_and_row()
    {
        Assert.Equal(Apply(DisturbanceKind.ExtraLine, 0.5, 4), Apply(DisturbanceKind.ExtraLine, 0.5, 4));
        Assert.NotEqual(Apply(DisturbanceKind.ExtraLine, 0.5, 4), Apply(DisturbanceKind.ExtraLine, 0.5, 5));
        Assert.Contains("Strength", Assert.Throws<ArgumentException>(() => Apply(DisturbanceKind.ExtraLine, -1, 0)).Message,
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Distance_from_the_training_spectra_tells_every_kind_of_disturbance_from_new_spectra()
    {
        SpectralDataset data = AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = 16 });
        Matrix spectra = Matrix.From(data.Spectra.Span, data.RowCount, data.ChannelCount);
        int[] training = [.. Enumerable.Range(0, data.RowCount).Where(row => row % 3 != 0)];
        SpectralDistance distance = SpectralDistance.Fit(RowSet.Of(spectra, training));
        int[] others = [.. Enumerable.Range(0, data.RowCount).Where(row => row % 3 == 0)];
        double[] undisturbed = [.. others.Select(row => distance.Score(data.Spectrum(row)))];
        Assert.InRange(training.Average(row => distance.Score(data.Spectrum(row))), 1, 2.5); // the larger of two of mean 1

        List<string> areas = [];
        bool low = false;
        Disturber disturber = new(data.Wavelengths);
        float[] disturbed = new float[data.ChannelCount];
        foreach (Disturbance disturbance in Disturbance.Standard)
        {
            double[] scores = [.. others.Select(row =>
            {
                disturber.Apply(disturbance, data.Spectrum(row), disturbed, Stream, row);
                return distance.Score(disturbed);
            })];
            double area = RocAuc.Of(undisturbed, scores);
            areas.Add($"{disturbance.Kind} {area:F3}");
            // Two channels are little against absorption bands a hundred wide.
            if (area <= (disturbance.Kind == DisturbanceKind.ShiftedAxis ? 0.7 : 0.85)) low = true;
        }
        Assert.False(low, string.Join(", ", areas));
    }

    [Fact]
    public void Distance_needs_spectra_that_differ()
    {
        Assert.Contains("at least 4", Assert.Throws<ArgumentException>(() => SpectralDistance.Fit(RowSet.All(new Matrix(3, 5)))).Message);
        Assert.Contains("all equal", Assert.Throws<ArgumentException>(() => SpectralDistance.Fit(RowSet.All(new Matrix(6, 5)))).Message);
    }

    private static float[] Apply(DisturbanceKind kind, double strength, int row)
    {
        float[] disturbed = new float[Spectrum.Length];
        new Disturber(Wavelengths).Apply(new Disturbance { Kind = kind, Strength = strength }, Spectrum, disturbed, Stream, row);
        return disturbed;
    }
}
