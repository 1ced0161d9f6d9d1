using IonSweep.Learning.Calibration;
using IonSweep.Spectra.Storage;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Calibration;

public class CalibrationTests
{
    private static readonly float[] X =
    [
        1.25f, 4.0f, 2.0f, 3.25f, 3.0f, 3.3f, 2.55f, 1.0f, 3.0f, 3.5f, 4.6f, 4.6f, 3.5f, 2.0f, 3.25f,
        0.9f, 1.65f, 1.0f, 0.25f, 2.25f, 4.95f, 2.2f, 2.0f, 2.0f, 0.5f, 4.0f, 2.0f, 2.25f, 3.0f, 2.25f,
        2.3f, 5.3f, 1.75f, 3.25f, 3.25f, 4.1f, 3.6f, 0.5f, 2.75f, 3.5f, 5.15f, 5.4f, 2.75f, 1.5f, 3.0f,
    ];

    private static readonly float[] Y = [0.5833f, 4.525f, 10.1833f, 1.925f, 9.2333f, 6.15f, 3.0958f, 5.75f, 11.775f];

    private static RowSet Rows => RowSet.All(Matrix.From(X, 9, 5));

    /// <summary>Expected: scikit-learn 1.2.1, <c>PLSRegression(k, scale=True, tol=1e-12).fit(X, y).predict(X)</c>.</summary>
    [Theory]
    [InlineData(1, new[] { 2.507802574, 3.151346118, 10.76688179, 1.480830874, 9.199878598, 6.574891148, 4.151033269, 4.189025588,
        11.19901004 })]
    [InlineData(2, new[] { 0.8718185679, 3.754924123, 10.07715969, 2.389129433, 10.0205763, 6.580063068, 2.865665289, 5.362632934,
        11.29873059 })]
    [InlineData(3, new[] { 0.664333798, 4.151493299, 10.19378064, 1.863430764, 9.263621147, 6.275922585, 3.082866052, 6.084329979,
        11.64092174 })]
    [InlineData(4, new[] { 0.6535208191, 4.131398098, 10.24515256, 1.957978742, 9.198333674, 6.236174256, 3.060303162, 6.054088223,
        11.68375047 })]
    public void Pls_agrees_with_scikit_learn(int components, double[] expected)
    {
        float[] predictions = PlsCalibration.Fit(Rows, Y, components).Predict(Rows);
        for (int row = 0; row < 9; row++) Assert.Equal(expected[row], predictions[row], 2e-6);
    }

    /// <summary>Expected: scikit-learn 1.2.1, <c>PLSRegression(k, scale=True, tol=1e-14).fit(X, [y z]).predict(X)</c>, five rows.</summary>
    [Theory]
    [InlineData(1, new[] { 5.444220039, 26.27146017, 4.425952674, 21.79665601, 9.821067864, 45.50563922, 1.351845949, 8.287408823,
        4.981409305, 24.23762557 })]
    [InlineData(2, new[] { 2.124714007, 35.64719215, 3.119183232, 25.48754253, 10.47950056, 43.64593829, 2.042848141, 6.335717432,
        9.908010031, 10.32275766 })]
    [InlineData(4, new[] { 0.6555392463, 38.94920652, 4.126155625, 21.65956461, 10.2268727, 45.50523452, 1.943161465, 10.24443102,
        9.218282228, 10.43861053 })]
    public void Pls_of_two_targets_agrees_with_scikit_learn(int components, double[] expected)
    {
        float[] second = [30.5f, 21, 44, 12, 8.5f, 27, 52, 19, 41],
            both = [.. Y.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second })];
        Pls2Regression regression = new(Rows, both, 2);
        for (int k = 0; k < components; k++) Assert.True(regression.AddComponent());
        for (int t = 0; t < 2; t++)
        {
            float[] predicted = regression.Model(t, components).Predict(Rows);
            for (int row = 0; row < 5; row++)
                Assert.Equal(expected[row * 2 + t], predicted[row], 2e-6 * Math.Max(1, expected[row * 2 + t]));
        }
    }

    [Fact]
    public void Validation_rows_choose_the_components_of_all_targets_and_one_that_does_not_vary_is_its_mean()
    {
        (RowSet training, float[] targets, RowSet validation, float[] validationTargets) = Noisy();
        Pls2Result result = Pls2Calibration.Train(
            training, [.. targets.SelectMany(value => new[] { value, 3 })], validation,
            [.. validationTargets.SelectMany(value => new[] { value, 3 })], 2, new PlsOptions());
        // With nothing else to explain, PLS2 is PLS.
        PlsResult alone = PlsCalibration.Train(training, targets, validation, validationTargets, new PlsOptions());
        Assert.Equal(alone.Components, result.Components);
        for (int c = 0; c < training.Columns; c++)
        {
            Assert.Equal(alone.Model.Coefficients[c], result.Models[0].Coefficients[c], 1e-9);
            Assert.Equal(0, result.Models[1].Coefficients[c]);
        }
        Assert.Equal(3, result.Models[1].Intercept, 1e-12);
        Assert.Throws<CalibrationException>(
            () => Pls2Calibration.Train(training, new float[training.Count], validation, new float[validation.Count], 1, new PlsOptions()));
    }

    [Fact]
    public void Pls_with_all_components_is_least_squares()
    {
        // Residuals of least squares are orthogonal to every channel and to the intercept.
        LinearModel model = PlsCalibration.Fit(Rows, Y, 99);
        double[] residuals = [.. Enumerable.Range(
            0, 9).Select(row => Y[row] - model.Intercept - Enumerable.Range(0, 5).Sum(c => model.Coefficients[c] * X[row * 5 + c]))];
        Assert.Equal(0, residuals.Sum(), 1e-9);
        for (int c = 0; c < 5; c++) Assert.Equal(0, Enumerable.Range(0, 9).Sum(row => residuals[row] * X[row * 5 + c]), 1e-9);
    }

    [Fact]
    public void Validation_rows_alone_choose_the_number_of_components()
    {
        (RowSet training, float[] targets, RowSet validation, float[] validationTargets) = Noisy();
        PlsResult result = PlsCalibration.Train(training, targets, validation, validationTargets, new PlsOptions());
        Assert.Equal(result.ValidationErrors.Min(), result.ValidationErrors[result.Components - 1]);
        Assert.InRange(result.Components, 2, 6); // three factors in noise
        for (int k = 1; k <= result.ValidationErrors.Count; k += 3)
        {
            float[] predictions = PlsCalibration.Fit(training, targets, k).Predict(validation);
            double rmse = Math.Sqrt(predictions.Zip(validationTargets, (p, y) => Math.Pow(p - y, 2)).Average());
            Assert.Equal(rmse, result.ValidationErrors[k - 1], 1e-5);
        }
        PlsResult capped = PlsCalibration.Train(training, targets, validation, validationTargets, new PlsOptions { MaximumComponents = 1 });
        Assert.Equal(1, capped.Components);
    }

    [Fact]
    public void A_channel_without_spread_is_ignored()
    {
        float[] wider = new float[9 * 6];
        for (int row = 0; row < 9; row++)
        {
            X.AsSpan(row * 5, 5).CopyTo(wider.AsSpan(row * 6));
            wider[row * 6 + 5] = 123456.7f;
        }
        RowSet rows = RowSet.All(Matrix.From(wider, 9, 6));
        float[] expected = PlsCalibration.Fit(Rows, Y, 3).Predict(Rows), actual = PlsCalibration.Fit(rows, Y, 3).Predict(rows);
        for (int row = 0; row < 9; row++) Assert.Equal(expected[row], actual[row], 1e-5);
        Assert.InRange(UnivariateCalibration.Train(rows, Y).Channel, 0, 4);
    }

    [Fact]
    public void The_calibration_line_takes_the_best_channel_and_its_least_squares_line()
    {
        UnivariateResult line = UnivariateCalibration.Train(Rows, Y);
        double[] correlations = [.. Enumerable.Range(0, 5).Select(c => Correlation(Column(c), [.. Y.Select(y => (double)y)]))];
        int best = Array.IndexOf(correlations, correlations.MaxBy(Math.Abs));
        Assert.Equal(best, line.Channel);
        Assert.Equal(Math.Abs(correlations[best]), line.Correlation, 1e-9);
        Assert.Equal(1, line.Model.Coefficients.Count(value => value != 0));
        (double slope, double intercept) = Line(Column(best), [.. Y.Select(y => (double)y)]);
        Assert.Equal(slope, line.Model.Coefficients[best], 1e-9);
        Assert.Equal(intercept, line.Model.Intercept, 1e-8);
    }

    [Fact]
    public void Rows_that_allow_no_calibration_are_refused_with_the_reason()
    {
        float[] constant = [5, 5, 5, 5, 5, 5, 5, 5, 5];
        RowSet flat = RowSet.All(Matrix.From(new float[45], 9, 5)), two = RowSet.All(Matrix.From(X.AsSpan(0, 10), 2, 5));
        Assert.Contains("target is 5", Assert.Throws<CalibrationException>(() => PlsCalibration.Fit(Rows, constant, 2)).Message);
        Assert.Contains("target is 5", Assert.Throws<CalibrationException>(() => UnivariateCalibration.Train(Rows, constant)).Message);
        Assert.Contains("no channel", Assert.Throws<CalibrationException>(() => PlsCalibration.Fit(flat, Y, 2)).Message);
        Assert.Contains("no channel", Assert.Throws<CalibrationException>(() => UnivariateCalibration.Train(flat, Y)).Message);
        Assert.Contains("there are 2", Assert.Throws<CalibrationException>(() => PlsCalibration.Fit(two, Y.AsSpan(0, 2), 2)).Message);
    }

    [Fact]
    public void A_model_survives_its_file_bit_for_bit()
    {
        LinearModel model = PlsCalibration.Fit(Rows, Y, 3);
        byte[] bytes = LinearModelFile.Write(model, new Dictionary<string, string> { ["method"] = "pls", ["components"] = "3" });
        (LinearModel read, IReadOnlyDictionary<string, string> details) = LinearModelFile.Read(bytes, "model");
        Assert.Equal(model.Intercept, read.Intercept);
        Assert.Equal(model.Coefficients, read.Coefficients);
        Assert.Equal("3", details["components"]);
        bytes[^1] ^= 1;
        Assert.Throws<DamagedArtifactException>(() => LinearModelFile.Read(bytes, "model"));
    }

    /// <summary>Three latent factors in 60 channels with noise; 40 training and 30 validation rows.</summary>
    private static (RowSet Training, float[] Targets, RowSet Validation, float[] ValidationTargets) Noisy()
    {
        float[] random = new float[70 * 64];
        NormalStream.Fill(StreamKeys.Of("test", "pls"), 0, random);
        Matrix spectra = new(70, 60);
        float[] targets = new float[70];
        for (int row = 0; row < 70; row++)
        {
            ReadOnlySpan<float> z = random.AsSpan(row * 64, 64);
            targets[row] = z[0] + 0.5f * z[1] + 0.1f * z[3];
            for (int c = 0; c < 60; c++)
                spectra.Row(row)[c] = (float)(z[0] * Math.Sin(0.1 * c) + z[1] * Math.Cos(0.17 * c) + z[2] * Math.Sin(0.31 * c + 1)
                    + 0.2 * z[4 + c]);
        }
        int[] training = [.. Enumerable.Range(0, 40)], validation = [.. Enumerable.Range(40, 30)];
        return (RowSet.Of(spectra, training), targets[..40], RowSet.Of(spectra, validation), targets[40..]);
    }

    private static double[] Column(int c) => [.. Enumerable.Range(0, 9).Select(row => (double)X[row * 5 + c])];

    private static (double Slope, double Intercept) Line(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        double slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        return (slope, my - slope * mx);
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
