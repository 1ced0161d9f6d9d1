using FsCheck;
using FsCheck.Fluent;
using IonSweep.Spectra.Scaling;

namespace IonSweep.Spectra.Tests.Scaling;

public class ChannelScalerTests
{
    [Fact]
    public void Scales_fitted_rows_to_zero_one_and_leaves_others_unclipped()
    {
        SpectralDataset data = new("d", new DatasetOrigin(false, "test"), [1, 2, 3], [new Target("T", "")],
            [0, 5, 7, /**/ 2, 5, 3, /**/ 6, 9, -1], [0, 0, 0]);
        ChannelScaler scaler = ChannelScaler.Fit(data, [0, 1]);
        Assert.Equal([0f, 5, 3], scaler.Minimum);
        Assert.Equal([2f, 5, 7], scaler.Maximum);
        float[] scaled = new float[3];
        scaler.Transform(data.Spectrum(2), scaled);
        Assert.Equal([3f, 0, -1], scaled); // (6−0)/2, no spread, (−1−3)/4
        scaler.Inverse(scaled, scaled);
        Assert.Equal([6f, 5, -1], scaled);
    }

    [Fact]
    public void Fitted_rows_span_exactly_zero_to_one_and_inverse_restores_them() => Prop.ForAll<int, PositiveInt>((seed, size) =>
    {
        SpectralDataset data = SampleData.Random(Math.Min(size.Get, 30) + 1, 5, seed: seed);
        ChannelScaler scaler = ChannelScaler.Fit(data);
        float[] lowest = [2, 2, 2, 2, 2], highest = new float[5], scaled = new float[5], restored = new float[5];
        bool close = true;
        for (int row = 0; row < data.RowCount; row++)
        {
            scaler.Transform(data.Spectrum(row), scaled);
            scaler.Inverse(scaled, restored);
            for (int c = 0; c < 5; c++)
            {
                lowest[c] = Math.Min(lowest[c], scaled[c]);
                highest[c] = Math.Max(highest[c], scaled[c]);
                close &= Math.Abs(restored[c] - data.Spectrum(row)[c]) <= 4e-7f * (1 + scaler.Maximum[c] - scaler.Minimum[c]);
            }
        }
        return close && lowest.All(x => x == 0) && highest.All(x => x == 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_that_were_not_fitted_do_not_matter()
    {
        SpectralDataset a = SampleData.Random(10), b = new("b", a.Origin, a.Wavelengths, a.Targets,
            [.. a.Spectra.ToArray()[..(8 * 4)], .. new float[8]], a.TargetValues.ToArray());
        int[] rows = [0, 1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(ChannelScaler.Fit(a, rows).Maximum, ChannelScaler.Fit(b, rows).Maximum);
        Assert.Equal(ChannelScaler.Fit(a, rows).Minimum, ChannelScaler.Fit(b, rows).Minimum);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ChannelScaler.Fit(SampleData.Random(2), []));
        Assert.Throws<ArgumentException>(() => new ChannelScaler([1], [0]));
        Assert.Throws<ArgumentException>(() => new ChannelScaler([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => new ChannelScaler([0], [1]).Transform([1, 2], new float[2]));
    }
}
