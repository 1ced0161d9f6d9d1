using IonSweep.Learning.Trust;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Trust;

public class ScoreTests
{
    private static readonly StreamKey Stream = StreamKeys.Of("test", "trust");

    [Fact]
    public void The_area_under_the_roc_curve_counts_pairs()
    {
        double[] low = [0.1, 0.4, 0.35, 0.8], high = [0.4, 0.9, 0.7];
        double pairs = 0;
        foreach (double h in high) foreach (double l in low) pairs += h > l ? 1 : h == l ? 0.5 : 0;
        Assert.Equal(pairs / 12, RocAuc.Of(low, high), 1e-12);
        Assert.Equal(1 - pairs / 12, RocAuc.Of(high, low), 1e-12);
        Assert.Equal(1, RocAuc.Of([1, 2], [3, double.PositiveInfinity]));
        Assert.Equal(0.5, RocAuc.Of([5, 5, 5], [5, 5]));
        Assert.Throws<ArgumentException>(() => RocAuc.Of([], [1]));
        Assert.Throws<ArgumentException>(() => RocAuc.Of([double.NaN], [1]));
    }

    [Fact]
    public void The_conformal_quantile_is_the_finite_sample_one()
    {
        double[] residuals = [-9, 1, -2, 3, 4, -5, 6, 7, 8]; // n = 9: ⌈10 · 0.9⌉ = 9th, ⌈10 · 0.8⌉ = 8th
        Assert.Equal(9, SplitConformal.HalfWidth(residuals, 0.9));
        Assert.Equal(8, SplitConformal.HalfWidth(residuals, 0.8));
        Assert.Equal(double.PositiveInfinity, SplitConformal.HalfWidth(residuals, 0.95));
        Assert.Equal(8 / 9.0, SplitConformal.Coverage(residuals, 8), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitConformal.HalfWidth(residuals, 1));
    }

    [Fact]
    public void Intervals_cover_as_promised_over_many_draws()
    {
        float[] normal = new float[400 * 40];
        NormalStream.Fill(Stream, 0, normal);
        int covered = 0, total = 0;
        for (int draw = 0; draw < 400; draw++)
        {
            double[] residuals = [.. normal.AsSpan(draw * 40, 30).ToArray().Select(v => (double)v)];
            double width = SplitConformal.HalfWidth(residuals, 0.9);
            for (int i = 30; i < 40; i++)
            {
                total++;
                if (Math.Abs(normal[draw * 40 + i]) <= width) covered++;
            }
        }
        Assert.InRange((double)covered / total, 0.89, 0.93); // 28/31 = 0.903 expected
    }

    [Fact]
    public void P_values_count_farther_validation_spectra_and_are_uniform_for_spectra_like_them()
    {
        CalibratedScore score = new([1, 2, 2, 5]);
        Assert.Equal(1, score.PValue(0.5));
        Assert.Equal(4 / 5.0, score.PValue(2), 1e-12);
        Assert.Equal(1 / 5.0, score.PValue(6), 1e-12);
        Assert.Equal(1 / 5.0, score.PValue(double.NaN), 1e-12);

        float[] normal = new float[200 * 100];
        NormalStream.Fill(Stream, 1 << 20, normal);
        int alarms = 0;
        for (int draw = 0; draw < 200; draw++)
        {
            CalibratedScore calibrated = new([.. normal.AsSpan(draw * 100, 99).ToArray().Select(v => (double)v)]);
            if (calibrated.IsOutlier(normal[draw * 100 + 99], 0.1)) alarms++;
        }
        Assert.InRange(alarms, 8, 34); // 20 expected, three standard deviations
    }

    [Fact]
    public void Disagreement_is_measured_in_units_of_the_validation_rows()
    {
        float[] normal = new float[2000], computed = new float[2000], predicted = new float[2000];
        NormalStream.Fill(Stream, 1 << 21, normal);
        for (int i = 0; i < 2000; i++)
        {
            computed[i] = i;
            predicted[i] = i + (i % 2 == 0 ? 5 + normal[i] : 100 * normal[i]); // a bias and two scales
        }
        AuxiliaryDisagreement disagreement = AuxiliaryDisagreement.Fit(predicted, computed, 2);
        double squares = 0;
        for (int row = 0; row < 1000; row++)
            squares += Math.Pow(disagreement.Score(predicted.AsSpan(2 * row, 2), computed.AsSpan(2 * row, 2)), 2);
        Assert.Equal(0.999, squares / 1000, 1e-3); // (V − 1)/V
        Assert.Equal(Math.Sqrt(50), disagreement.Score([5 + 10, 0], [0, 0]), 0.5); // ten deviations in one of two
        Assert.Throws<ArgumentException>(() => AuxiliaryDisagreement.Fit(predicted.AsSpan(0, 4), computed.AsSpan(0, 4), 2));
    }
}
