using IonSweep.Learning.Selection;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Preprocessing;

namespace IonSweep.Onnx.Tests;

public sealed class CalibrationTests
{
    private const int Rows = 24, Channels = 30;

    public static TheoryData<string> Slugs => [.. RegressionMethods.Usual.Select(method => method.Slug)];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Every_method_of_the_search_predicts_the_same_in_onnx(string slug)
    {
        IRegressionMethod method = RegressionMethods.Find(slug)!;
        float[] spectra = Spectra();
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => Share(row, 0) + Math.Pow(Share(row, 1), 2))];
        PreprocessingStep[][] pipelines =
            [[], [new StandardNormalVariate(), new SavitzkyGolay { Window = 5, Derivative = 1 }], [new SavitzkyGolay(), new Autoscaling()]];
        SearchSpectra search = new([.. spectra.Select(value => (double)value)], Channels, [.. Enumerable.Range(0, Rows)], pipelines);
        for (int pipeline = 0; pipeline < pipelines.Length; pipeline++)
            for (int setting = 0; setting < method.Settings.Count; setting += 5)
            {
                FittedCalibration fitted = FittedCalibration.Fit(search, targets, new SearchCandidate(pipeline, method, setting, 0, []));
                double[] expected = [.. Enumerable.Range(0, Rows).Select(
                    row => fitted.Predict(spectra.AsSpan(row * Channels, Channels)))];
                OnnxRun.Same(expected, OnnxRun.Of(fitted.Write, spectra, Channels));
            }
    }

    [Fact]
    public void A_regression_of_its_own_for_each_spectrum_is_refused()
    {
        float[] spectra = Spectra();
        SearchSpectra search = new([.. spectra.Select(value => (double)value)], Channels, [.. Enumerable.Range(0, Rows)], [[]]);
        FittedCalibration fitted = FittedCalibration.Fit(
            search, [.. Enumerable.Range(0, Rows).Select(row => Share(row, 0))],
            new SearchCandidate(0, RegressionMethods.Find("local-pls")!, 0, 0, []));
        Assert.Contains("search.methods", Assert.Throws<NoFormulaException>(() => OnnxRun.Of(fitted.Write, spectra, Channels)).Message);
    }

    private static float[] Spectra() =>
    [
        .. from row in Enumerable.Range(0, Rows)
           from c in Enumerable.Range(0, Channels)
           select (float)(0.2 + Share(row, 0) * Math.Exp(-Math.Pow((c - 8.0) / 4, 2))
               + Share(row, 1) * Math.Exp(-Math.Pow((c - 17.0) / 5, 2)) + 0.003 * ((row * 31 + c * 17) % 23)),
    ];

    private static double Share(int row, int component) => (row * (7 + 4 * component) + 3) % 19 / 19.0;
}
