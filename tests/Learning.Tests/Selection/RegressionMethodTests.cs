using IonSweep.Learning.Selection;

namespace IonSweep.Learning.Tests.Selection;

/// <summary>Predictions for held-out spectra as scikit-learn 1.2.1 makes them (docs/models.md says how they were made).</summary>
public sealed class RegressionMethodTests
{
    [Theory]
    [InlineData("pls", "1 components", 1.7654360346, 1.4786049918, 0.7329083482, 0.7698487757)]
    [InlineData("pls", "4 components", 1.2515948218, 1.5874073478, 0.8882587756, 0.9286953179)]
    [InlineData("pls", "9 components", 1.2462769829, 1.6189874384, 0.9281803922, 0.9581003766)]
    [InlineData("pcr", "1 components", 2.0947900887, 1.4441736120, 1.4686829037, 1.4819266758)]
    [InlineData("pcr", "4 components", 1.2515941145, 1.5874013462, 0.8882325432, 0.9286685413)]
    [InlineData("pcr", "9 components", 1.2505960489, 1.5966831043, 0.8832626356, 0.9251109934)]
    [InlineData("ridge", "penalty 1e0", 1.3434167766, 1.5919945251, 0.9103567034, 0.9461164399)]
    [InlineData("ridge", "penalty 1e-2", 1.2525692470, 1.5881660398, 0.8886552017, 0.9290698224)]
    [InlineData("ridge", "penalty 1e-5", 1.2454175963, 1.6166808037, 0.9264384188, 0.9585411586)]
    [InlineData("kernel-ridge", "length 4, penalty 1e-1", 1.4678520410, 1.5945718549, 1.0081566773, 1.0358692157)]
    [InlineData("kernel-ridge", "length 1, penalty 1e-3", 1.2254499243, 1.5632059247, 0.8970545596, 0.9199915173)]
    [InlineData("kernel-ridge", "length 0.5, penalty 1e-8", 1.2227394209, 1.5645192574, 0.8972280267, 0.9229060689)]
    [InlineData("gp", "marginal likelihood", 1.2269525024, 1.5618763452, 0.8894554347, 0.9244992683)]
    public void Held_out_spectra_are_predicted_as_by_scikit_learn(string slug, string setting, params double[] expected)
    {
        IRegressionMethod method = RegressionMethods.Find(slug)!;
        int index = method.Settings.ToList().IndexOf(setting);
        double[] predicted = method.Predict(SelectionData.Gram, SelectionData.TrainingTargets)[index];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], predicted[i], 1e-6);
    }

    public static TheoryData<string> Slugs => [.. RegressionMethods.All.Select(method => method.Slug)];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void A_fitted_calibration_predicts_what_its_method_does_on_inner_products(string slug)
    {
        IRegressionMethod method = RegressionMethods.Find(slug)!;
        double[][] expected = method.Predict(SelectionData.Gram, SelectionData.TrainingTargets);
        SearchSpectra training = new(
            [.. SelectionData.Training.SelectMany(Spectrum)], SelectionData.Channels, SelectionData.Training, [[]]);
        for (int setting = 0; setting < method.Settings.Count; setting += 3)
        {
            FittedCalibration fitted = FittedCalibration.Fit(
                training, SelectionData.TrainingTargets, new SearchCandidate(0, method, setting, 0, []));
            for (int i = 0; i < SelectionData.Held.Length; i++)
            {
                float[] held = [.. Spectrum(SelectionData.Held[i]).Select(value => (float)value)];
                Assert.Equal(expected[setting][i], fitted.Predict(held), 2e-4);
            }
        }
    }

    [Fact]
    public void A_thinned_split_is_the_split_of_fewer_training_rows()
    {
        (SplitGram thinned, int[] rows) = SelectionData.Gram.Thinned(11);
        SplitGram expected = SplitGram.Of(
            SplitGram.Products(SelectionData.Spectra, SelectionData.Rows, SelectionData.Channels), SelectionData.Rows,
            [.. rows.Select(row => SelectionData.Training[row])], SelectionData.Held);
        Assert.Equal(11, thinned.TrainingCount);
        Assert.All(expected.Training.Zip(thinned.Training), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        Assert.All(expected.Held.Zip(thinned.Held), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        Assert.All(expected.HeldSquares.Zip(thinned.HeldSquares), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    private static IEnumerable<double> Spectrum(int row) =>
        SelectionData.Spectra[(row * SelectionData.Channels)..((row + 1) * SelectionData.Channels)];
}
