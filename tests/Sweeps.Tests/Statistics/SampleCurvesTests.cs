using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Statistics;

namespace IonSweep.Sweeps.Tests.Statistics;

public sealed class SampleCurvesTests
{
    [Fact]
    public void All_samples_are_compared_with_half_of_them_by_the_corrected_test()
    {
        double[] gains = [0.2, 0.1, 0.3, 0.15, 0.25];
        SampleEffect effect = SampleCurves.Of([.. gains.Select((gain, fold) => Cell(fold, 2, 1 + gain, 1.05, 1))])!;
        Assert.Equal([16, 32, 48, 64], effect.Sizes.Select(size => size.Samples));
        Assert.Equal(1.2, effect.Fewer.MeanMae, 12);
        Assert.Equal(1, effect.All.MeanMae);
        Assert.Equal(Math.Sqrt(0.00625), effect.Fewer.SdMae, 12);
        Assert.Equal(0.01244256235, effect.P, 10); // scipy.stats.t.sf for t = −4.3205 and 4 degrees of freedom
    }

    [Fact]
    public void Without_a_quarter_half_is_still_half_and_without_half_the_next_part_stands_in()
    {
        Assert.Equal(32, SampleCurves.Of([.. Enumerable.Range(0, 3).Select(fold => Cell(fold, double.NaN, 2, 1.5, 1))])!.Fewer.Samples);
        Assert.Equal(48, SampleCurves.Of([.. Enumerable.Range(0, 3).Select(fold => Cell(fold, double.NaN, double.NaN, 1.5, 1))])!
            .Fewer.Samples);
    }

    [Fact]
    public void One_fold_or_families_without_a_curve_say_nothing()
    {
        Assert.Null(SampleCurves.Of([Cell(0, 2, 1.5, 1.2, 1)]));
        Assert.Null(SampleCurves.Of([Cell(0, 2, 1.5, 1.2, 1) with { Search = null }, Cell(1, 2, 1.5, 1.2, 1) with { Search = null }]));
    }

    // Errors with a quarter, half, three quarters and all of 64 samples; NaN for a part that was too small.
    private static CellResult Cell(int fold, params double[] errors) => new()
    {
        Fold = fold,
        Target = "t",
        Strategy = "e",
        Model = "selected",
        TrainingSamples = 56,
        TestSamples = 8,
        Search = new SearchRanking([], [], [], [], [])
        {
            SampleCurve =
            [
                .. errors.Select((error, i) => new SampleCurvePoint(16 * (i + 1), error)).Where(point => double.IsFinite(point.Mae)),
            ],
        },
    };
}
