using FsCheck;
using FsCheck.Fluent;
using IonSweep.Spectra.Scaling;

namespace IonSweep.Spectra.Tests.Scaling;

public class TargetScalerTests
{
    private static readonly SpectralDataset Data = new(
        "d", new DatasetOrigin(false, "test"), [1], [new Target("A", "M"), new Target("B", "%")],
        [0, 0, 0, 0], [1, 70, /**/ 2, 70, /**/ 6, 70, /**/ 1000, -5]);

    [Fact]
    public void Standardizes_with_mean_and_sample_sd_of_the_given_rows()
    {
        TargetScaler scaler = TargetScaler.Standardized(Data, [0, 1, 2]);
        Assert.Equal([3.0, 70], scaler.Mean);
        Assert.Equal([Math.Sqrt(7), 1], scaler.Sd); // (4 + 1 + 9) / 2; no spread keeps 1
        float[] scaled = new float[4];
        scaler.Transform([3, 70, 6, 72], scaled);
        Assert.Equal([0, 0, (float)(3 / Math.Sqrt(7)), 2], scaled);
        Assert.Equal(scaler.Mean[1], scaler.Only(1).Mean[0]);
    }

    [Fact]
    public void Raw_leaves_every_value_as_it_is() => Prop.ForAll<NormalFloat>(x =>
    {
        float[] value = [(float)x.Get], scaled = new float[1];
        TargetScaler.Raw(1).Transform(value, scaled);
        bool same = scaled[0] == value[0];
        TargetScaler.Raw(1).Inverse(scaled, scaled);
        return same && scaled[0] == value[0];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inverse_restores_every_value() => Prop.ForAll<int>(seed =>
    {
        SpectralDataset data = SampleData.Random(7, targets: 3, seed: seed);
        TargetScaler scaler = TargetScaler.Standardized(data, [0, 2, 4, 5, 6]);
        float[] values = data.TargetValues.ToArray();
        scaler.Transform(values, values);
        scaler.Inverse(values, values);
        return values.Zip(data.TargetValues.ToArray()).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5f);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TargetScaler.Standardized(Data, []));
        Assert.Throws<ArgumentException>(() => new TargetScaler([0], [0]));
        Assert.Throws<ArgumentException>(() => new TargetScaler([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => TargetScaler.Raw(2).Transform(new float[3], new float[3]));
    }
}
