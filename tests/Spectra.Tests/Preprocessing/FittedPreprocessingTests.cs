using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Spectra.Tests.Preprocessing;

/// <summary>Steps that learn from rows, and polynomials and baselines: against NumPy's lstsq, polyfit and solve.</summary>
public sealed class FittedPreprocessingTests
{
    // np.round(sin(0.7 i + 0.3 k) + 0.1 i (1 + 0.2 k) + 0.5 k, 4); fitted on the first three rows, applied to the fourth
    private static readonly float[][] Spectra =
    [
        [0.0000f, 0.7442f, 1.1854f, 1.1632f, 0.7350f, 0.1492f, -0.2716f, -0.2825f, 0.1687f, 0.9168f, 1.6570f, 2.0882f],
        [0.7955f, 1.4615f, 1.7317f, 1.5355f, 1.0216f, 0.4881f, 0.2425f, 0.4565f, 1.0861f, 1.8915f, 2.5504f, 2.8094f],
        [1.5646f, 2.1036f, 2.1893f, 1.8474f, 1.3045f, 0.8817f, 0.8438f, 1.2745f, 2.0369f, 2.8384f, 3.3679f, 3.4422f],
        [2.2833f, 2.6596f, 2.5657f, 2.1211f, 1.6102f, 1.3484f, 1.5342f, 2.1554f, 2.9951f, 3.7337f, 4.0989f, 3.9944f],
    ];

    /// <summary>
    /// Expected: NumPy 1.24.2; scatter correction by <c>lstsq</c> on powers of t and the mean, <c>polyfit</c>, ten rounds of
    /// <c>solve(diag(w) + 50 DᵀD, w x)</c> with asymmetry 0.05, mean and <c>std(ddof=1)</c>.
    /// </summary>
    [Theory]
    [InlineData("msc", new[]
    {
        1.03759863, 1.39911773, 1.30890614, 0.881769834, 0.390937979, 0.139421382, 0.317923153, 0.914722622, 1.72143936, 2.43102731,
        2.78188214, 2.68148706,
    })]
    [InlineData("emsc2", new[]
    {
        0.820368819, 1.84771333, 1.92496759, 1.26610111, 0.380344299, -0.167566894, -0.0222098356, 0.794571092, 1.89440717, 2.7050418,
        2.73891027, 1.82358457,
    })]
    [InlineData("detrend", new[]
    {
        -0.444196199, 0.328872414, 0.52011929, 0.24904435, -0.19995206, -0.511470294, -0.487010197, -0.138771647, 0.316345128,
        0.558740259, 0.316113504, -0.507834547,
    })]
    [InlineData("als", new[]
    {
        1.29137755, 1.54996744, 1.33706589, 0.769331472, 0.126986129, -0.279518239, -0.256756204, 0.183308473, 0.828890048, 1.36531983,
        1.52439987, 1.21256772,
    })]
    [InlineData("auto", new[]
    {
        1.91298598, 1.79865127, 1.7181896, 1.76833707, 2.07139337, 2.29702434, 2.26169815, 2.14752666, 2.03165136, 1.92693826,
        1.83913025, 1.79262174,
    })]
    public void A_step_agrees_with_numpy(string name, double[] expected)
    {
        PreprocessingStep step = name switch
        {
            "msc" => new MultiplicativeScatterCorrection(),
            "emsc2" => new ExtendedScatterCorrection(),
            "detrend" => new Detrending(),
            "als" => new BaselineCorrection { Stiffness = 50, Asymmetry = 0.05 },
            _ => new Autoscaling(),
        };
        IPreprocessor fitted = step.Fit(Training()), restored = step.Restore(fitted.Learned, 12);
        foreach (IPreprocessor one in (IPreprocessor[])[fitted, restored])
        {
            double[] spectrum = [.. Spectra[3]];
            one.Apply(spectrum);
            for (int c = 0; c < expected.Length; c++) Assert.Equal(expected[c], spectrum[c], 1e-7 * Math.Max(1, Math.Abs(expected[c])));
        }
    }

    [Fact]
    public void Scatter_correction_takes_a_disturbed_copy_of_the_mean_back_to_the_mean()
    {
        PreprocessingRows rows = Training();
        IPreprocessor emsc = new ExtendedScatterCorrection().Fit(rows);
        double[] mean = emsc.Learned, disturbed = [.. mean.Select((value, c) => (1.7 * value) + 0.4 - (0.1 * c) + (0.003 * c * c))];
        emsc.Apply(disturbed);
        for (int c = 0; c < 12; c++) Assert.Equal(mean[c], disturbed[c], 1e-12);
    }

    [Fact]
    public void A_pipeline_fits_each_step_on_what_the_one_before_made()
    {
        PreprocessingRows rows = Training();
        PreprocessingPipeline pipeline = PreprocessingPipeline.Fit([new StandardNormalVariate(), new Autoscaling()], rows);
        for (int c = 0; c < 12; c++) Assert.Equal(0, rows.Row(0)[c] + rows.Row(1)[c] + rows.Row(2)[c], 1e-9);
        double[] spectrum = [.. Spectra[0]];
        pipeline.Apply(spectrum);
        Assert.Equal(rows.Row(0).ToArray(), spectrum);
        double[] again = [.. Spectra[0]];
        PreprocessingPipeline.Restore(pipeline.Steps, pipeline.Learned, 12).Apply(again);
        Assert.Equal(spectrum, again);
    }

    [Fact]
    public void What_learns_is_refused_where_whole_datasets_are_preprocessed() => Assert.Contains(
        "step 2, msc, learns from rows",
        Assert.Throws<InvalidPreprocessingException>(
            () => new PreprocessingPipeline([new StandardNormalVariate(), new MultiplicativeScatterCorrection()], 12)).Message);

    [Fact]
    public void Impossible_options_are_named()
    {
        Assert.Contains("degree 7", new Detrending { Degree = 7 }.Problem(12)!.Text);
        Assert.Contains("at most 1", new ExtendedScatterCorrection().Problem(3)!.Text);
        Assert.Contains("asymmetry 0.5", new BaselineCorrection { Asymmetry = 0.5 }.Problem(12)!.Text);
        Assert.Contains("stiffness 0", new BaselineCorrection { Stiffness = 0 }.Problem(12)!.Text);
        Assert.Contains("2 channels", new BaselineCorrection().Problem(2)!.Text);
    }

    private static PreprocessingRows Training() => new([.. Spectra.Take(3).SelectMany(row => row.Select(value => (double)value))], 3, 12);
}
