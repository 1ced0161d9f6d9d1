using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra.Tests.Axes;

public class ResamplingTests
{
    private static readonly double[] Uneven = [400, 401.5, 402, 405, 409, 410, 414];

    [Fact]
    public void The_spline_gives_the_values_of_a_dense_solution_of_its_conditions()
    {
        // numpy.linalg.solve on the 4 (n − 1) conditions: values, continuous first and second derivatives, no knot at the second and the
        // last but one channel.
        Assert.Equal(
            [0.6962513136427798, 0.6532497230035822, -0.3230201469590168, -0.4849586548200014, 1.1841021390818125, 1.8195469918900808,
                0.0498320865058024, 1.0668295097760092],
            Resample(Uneven, [0.1f, 0.9f, 0.4f, -0.3f, 2, 1.5f, 1.25f], [400.25, 401.75, 403, 404.5, 407, 409.5, 412, 413.9])
                .Select(value => (double)value),
            (expected, found) => Math.Abs(expected - found) < 1e-6);
        Assert.Equal([1.96875f, 0.5f, -0.96875f], Resample([0, 1, 3, 4], [1, 2, -1, 0], [0.5, 2, 3.5]));
    }

    [Fact]
    public void The_spline_is_exact_for_cubics_and_keeps_shared_channels_to_the_bit()
    {
        float Cubic(double x) => (float)(0.5 + 0.3 * (x - 404) - 0.02 * (x - 404) * (x - 404) + 0.004 * Math.Pow(x - 404, 3));
        float[] values = [.. Uneven.Select(Cubic)];
        double[] fine = [.. Enumerable.Range(0, 141).Select(i => 400 + 0.1 * i)];
        float[] resampled = Resample(Uneven, values, fine);
        for (int i = 0; i < fine.Length; i++) Assert.Equal(Cubic(fine[i]), resampled[i], 1e-5);
        Assert.Equal(values, Resample(Uneven, values, Uneven));
    }

    [Fact]
    public void Three_channels_give_a_parabola_and_two_a_line()
    {
        Assert.Equal([0.25f, 2.25f, 6.25f], Resample([0, 1, 3], [0, 1, 9], [0.5, 1.5, 2.5]));
        Assert.Equal([2f, 5], Resample([0, 2], [1, 5], [0.5, 2]));
        Assert.Equal([7f], Resample([5], [7], [5]));
    }

    [Fact]
    public void Ends_that_differ_by_rounding_are_the_same_and_others_are_refused()
    {
        Assert.Equal([1f, 3], Resample([400.0000001, 402], [1, 3], [400, 402.0000001]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resample([400, 402], [1, 3], [399.9, 402]));
        UnlabelledSpectra spectra = new("s", new DatasetOrigin(false, "s"), [1000, 2000], [1, 3], null) { AxisUnit = AxisUnit.Wavenumber };
        Assert.Contains("1000 to 2000 cm⁻¹; 900 to 1500 cm⁻¹ are needed",
            Assert.Throws<InvalidDatasetException>(() => spectra.Resampled([900, 1500], Interpolation.Cubic)).Message);
    }

    private static float[] Resample(double[] from, float[] values, double[] to)
    {
        float[] resampled = new float[to.Length];
        new Resampling(from, to, Interpolation.Cubic).Apply(values, resampled);
        return resampled;
    }
}
