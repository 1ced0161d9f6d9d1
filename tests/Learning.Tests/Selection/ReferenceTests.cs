using System.Globalization;
using System.Text.Json;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Learning.Tests.Selection;

/// <summary>
/// Numbers that SciPy 1.10.1, scikit-learn 1.2.1 and R's pls 2.8 give for the same spectra, in references.json, which
/// bench/twin/references.py made; bench/twin/methods.py compares more of them on any file.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly JsonElement References = Read();

    public static TheoryData<string> Steps => [.. References.GetProperty("steps").EnumerateObject().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_fitted_on_training_rows_makes_of_held_out_ones_what_scipy_does(string name)
    {
        string[] words = name.Split(' ');
        PreprocessingStep step = PreprocessingCatalog.All.Single(one => one.Kind == words[0]);
        step = step switch
        {
            SavitzkyGolay filter => filter with
            {
                Window = Number(words[1]),
                Polynomial = Number(words[2]),
                Derivative = Number(words[3])
            },
            OrthogonalSignalCorrection => new OrthogonalSignalCorrection { Components = 2 },
            ExternalParameterOrthogonalisation => new ExternalParameterOrthogonalisation { Components = 2 },
            IntervalSelection => new IntervalSelection { Intervals = 12 },
            _ => step,
        };
        IPreprocessor fitted = step.Fit(new PreprocessingRows(
            [.. SelectionData.Training.SelectMany(Spectrum)], SelectionData.Training.Length, SelectionData.Channels,
            SelectionData.TrainingTargets, [.. SelectionData.Training.Select(row => row / 2)]));
        fitted = step.Restore(fitted.Learned, SelectionData.Channels);
        double[] expected = Values(References.GetProperty("steps").GetProperty(name));
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < 2; i++)
        {
            double[] spectrum = Spectrum(SelectionData.Held[i == 0 ? 2 : 7]);
            fitted.Apply(spectrum);
            for (int c = 0; c < SelectionData.Channels; c++)
                Assert.Equal(expected[(i * SelectionData.Channels) + c], spectrum[c], 1e-7 * largest);
        }
    }

    public static TheoryData<string> Regressions => ["pls", "pls, R", "pcr", "pcr, R", "ridge", "kernel-ridge", "local-pls"];

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Held_out_spectra_are_predicted_as_elsewhere(string name)
    {
        IRegressionMethod method = RegressionMethods.Find(name.Split(',')[0])!;
        double[][] predicted = method.Predict(SelectionData.Gram, SelectionData.TrainingTargets);
        int compared = 0;
        foreach (JsonProperty setting in References.GetProperty(name).EnumerateObject())
        {
            double[] ours = predicted[method.Settings.ToList().IndexOf(setting.Name)], expected = Values(setting.Value);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], ours[i], 1e-6);
            compared++;
        }
        Assert.True(compared >= 3);
    }

    [Theory]
    [InlineData("gp")]
    [InlineData("gp-scores")]
    public void A_gaussian_process_finds_the_likeliest_covariance_of_the_grid_and_predicts_by_it(string slug)
    {
        double[] y = RegressionMethods.Centred(SelectionData.TrainingTargets, RegressionMethods.Mean(SelectionData.TrainingTargets));
        Covariance found = MarginalLikelihood.Maximise(
            SelectionData.Gram, slug == "gp" ? GaussianProcessMethod.Kernels : ScoreGaussianProcessMethod.Kernels, y);
        double[] covariance = Values(References.GetProperty(slug).GetProperty("covariance")),
            expected = Values(References.GetProperty(slug).GetProperty("predictions")),
            predicted = RegressionMethods.Find(slug)!.Predict(SelectionData.Gram, SelectionData.TrainingTargets)[0];
        Assert.Equal((covariance[0], covariance[1], covariance[2]), (found.Radial, found.Length, found.LinearShare));
        Assert.Equal(covariance[3], found.Noise, 1e-15);
        Assert.Equal(covariance[4], found.LogMarginalLikelihood, 1e-6 * covariance[4]);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], predicted[i], 1e-6);
    }

    private static double[] Spectrum(int row) =>
        SelectionData.Spectra[(row * SelectionData.Channels)..((row + 1) * SelectionData.Channels)];

    private static double[] Values(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static JsonElement Read()
    {
        using Stream file = typeof(ReferenceTests).Assembly.GetManifestResourceStream("references.json")!;
        return JsonDocument.Parse(file).RootElement;
    }
}
