using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Spectra.Tests.Preprocessing;

public class PreprocessingTests
{
    // x = np.round([np.sin(0.7*i) + 0.1*i*i/10 for i in range(12)], 4)
    private static readonly float[] X = [0.0f, 0.6542f, 1.0254f, 0.9532f, 0.495f, -0.1008f, -0.5116f, -0.4925f, 0.0087f, 0.8268f, 1.657f,
        2.1982f];

    /// <summary>Expected: scipy 1.10.1, <c>savgol_filter(x, window, polynomial, deriv=…, delta=…, mode="interp")</c>.</summary>
    [Theory]
    [InlineData(5, 2, 0, 1.0, new[] { -0.0134114286, 0.687245714, 1.00673143, 0.936828571, 0.48864, -0.09414, -0.495082857, -0.473865714,
        0.0206657143, 0.826482857, 1.53603143, 2.25873714 })]
    [InlineData(7, 3, 1, 2.0, new[] { 0.541530159, 0.250178968, 0.0233111111, -0.139073413, -0.275562698, -0.263645437, -0.104206151,
        0.132465476, 0.339757143, 0.40271131, 0.366590476, 0.231394643 })]
    [InlineData(11, 2, 2, 0.5, new[] { 0.289977622, 0.289977622, 0.289977622, 0.289977622, 0.289977622, 0.289977622, 0.601714685,
        0.601714685, 0.601714685, 0.601714685, 0.601714685, 0.601714685 })]
    [InlineData(5, 4, 3, 1.0, new[] { -0.4871, -0.2693, -0.0515, 0.1529, 0.2855, 0.28375, 0.14855, -0.0565, -0.235, -0.30295, -0.29925,
        -0.29555 })]
    public void Savitzky_golay_agrees_with_scipy(int window, int polynomial, int derivative, double delta, double[] expected)
    {
        float[] actual = Apply(X, new SavitzkyGolay
        {
            Window = window,
            Polynomial = polynomial,
            Derivative = derivative,
            Delta = delta,
        });
        for (int c = 0; c < expected.Length; c++) Assert.Equal(expected[c], actual[c], 1e-6);
    }

    /// <summary>Expected: scipy 1.10.1, <c>zscore(x, ddof=1)</c>.</summary>
    [Fact]
    public void Snv_agrees_with_scipy()
    {
        double[] expected = [-0.67074689, 0.113576183, 0.558609391, 0.472048514, -0.077289352, -0.791596425, -1.28410624, -1.26120717,
            -0.660316424, 0.320507034, 1.31583723, 1.96468414];
        float[] actual = Apply(X, new StandardNormalVariate());
        for (int c = 0; c < expected.Length; c++) Assert.Equal(expected[c], actual[c], 1e-6);
    }

    [Fact]
    public void A_polynomial_passes_unchanged_and_its_derivative_is_exact_even_on_wide_windows()
    {
        float[] cubic = new float[301];
        for (int i = 0; i < cubic.Length; i++) cubic[i] = (float)Math.Pow((i - 150) / 100.0, 3);
        SavitzkyGolay step = new() { Window = 151, Polynomial = 6, Delta = 0.01 };
        float[] smooth = Apply(cubic, step), slope = Apply(cubic, step with { Derivative = 1 });
        for (int i = 0; i < cubic.Length; i++)
        {
            Assert.Equal(cubic[i], smooth[i], 1e-5);
            Assert.Equal(3 * Math.Pow((i - 150) / 100.0, 2), slope[i], 2e-4);
        }
    }

    [Fact]
    public void Steps_are_done_in_their_order_and_none_changes_nothing()
    {
        PreprocessingStep snv = new StandardNormalVariate(), slope = new SavitzkyGolay { Derivative = 1 };
        Assert.Equal(X, Apply(X, new NoPreprocessing()));
        Assert.Equal(X, Apply(X));
        Assert.Equal(Apply(Apply(X, snv), slope), Apply(X, snv, slope), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.NotEqual(Apply(X, snv, slope), Apply(X, slope, snv));
    }

    [Fact]
    public void Snv_removes_offset_and_scale_of_a_spectrum_and_leaves_a_constant_one_at_zero()
    {
        PreprocessingStep snv = new StandardNormalVariate();
        float[] scattered = [.. X.Select(value => 3 * value + 5)];
        Assert.Equal(Apply(X, snv), Apply(scattered, snv), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(Apply([2, 2, 2], snv), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_dataset_keeps_everything_but_its_spectra()
    {
        SpectralDataset data = new(
            "two", new DatasetOrigin(false, "test"), [1, 2, 3], [new Target("Zn2+", "M")], [1, 2, 4, 3, 3, 9], [0.5f, 0.7f], ["a", "b"]);
        SpectralDataset snv = new PreprocessingPipeline([new StandardNormalVariate()], 3).Apply(data);
        Assert.Equal(data.Wavelengths, snv.Wavelengths);
        Assert.Equal(data.SampleIds, snv.SampleIds);
        Assert.Equal(data.TargetValues.ToArray(), snv.TargetValues.ToArray());
        Assert.Equal(-1 / Math.Sqrt(3), snv.Spectrum(1)[0], 1e-6); // 3, 3, 9: mean 5, SD √12
        Assert.Same(data, new PreprocessingPipeline([], 3).Apply(data));
    }

    [Theory]
    [InlineData(10, 2, 0, 1.0, "window 10", "odd")]
    [InlineData(13, 2, 0, 1.0, "window 13", "12 channels")]
    [InlineData(5, 5, 0, 1.0, "polynomial 5", "0 to 4")]
    [InlineData(5, 2, 3, 1.0, "derivative 3", "0 to 2")]
    [InlineData(5, 2, 1, 0.0, "delta 0", "positive")]
    public void An_impossible_step_is_rejected_by_number_and_reason(
        int window, int polynomial, int derivative, double delta, string found, string expected)
    {
        SavitzkyGolay bad = new()
        {
            Window = window,
            Polynomial = polynomial,
            Derivative = derivative,
            Delta = delta,
        };
        string message = Assert.Throws<InvalidPreprocessingException>(() => Apply(X, new NoPreprocessing(), bad)).Message;
        Assert.Contains("step 2", message);
        Assert.Contains(found, message);
        Assert.Contains(expected, message);
    }

    private static float[] Apply(float[] spectrum, params PreprocessingStep[] steps)
    {
        float[] result = new float[spectrum.Length];
        new PreprocessingPipeline(steps, spectrum.Length).Apply(spectrum, result);
        return result;
    }
}
