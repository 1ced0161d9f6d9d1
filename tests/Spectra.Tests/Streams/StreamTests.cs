using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Tests.Streams;

public class StreamTests
{
    private static readonly StreamKey Key = StreamKeys.Of("test", 7);

    /// <summary>Known answers published with the reference implementation (Random123, kat_vectors, philox4x32 10).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u,
        0x24126ea1u)]
    public void Philox_gives_the_published_known_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Any_part_of_a_normal_stream_equals_the_whole()
    {
        float[] whole = new float[1000];
        NormalStream.Fill(Key, 0, whole);
        foreach ((int start, int length) in new[] { (0, 1), (1, 63), (63, 2), (64, 64), (100, 500), (999, 1) })
        {
            float[] part = new float[length];
            NormalStream.Fill(Key, (ulong)start, part);
            Assert.Equal(whole.AsSpan(start, length).ToArray(), part);
        }
    }

    [Fact]
    public void Normal_elements_follow_box_and_muller_in_double_precision()
    {
        float[] values = new float[64 * 20];
        NormalStream.Fill(Key, 0, values);
        for (int i = 0; i < values.Length; i++)
        {
            int group = i / 64, word = i % 64, pair = word / 32;
            ulong block = (ulong)(group * 16 + word % 16);
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(Key, block);
            double u = ((pair == 0 ? x0 : x2) / 256 + 1) / 16777216.0, t = (pair == 0 ? x1 : x3) / 256 / 16777216.0;
            double radius = Math.Sqrt(-2 * Math.Log(u));
            double expected = word / 16 % 2 == 0 ? radius * Math.Cos(2 * Math.PI * t) : radius * Math.Sin(2 * Math.PI * t);
            Assert.Equal(expected, values[i], 2e-6);
        }
    }

    [Fact]
    public void Normal_moments_are_those_of_the_standard_normal()
    {
        float[] values = new float[1 << 20];
        NormalStream.Fill(Key, 12345, values);
        double mean = values.Average(v => (double)v);
        Assert.InRange(mean, -0.005, 0.005); // five standard errors
        Assert.InRange(values.Average(v => (double)v * v), 0.993, 1.007);
        Assert.InRange(values.Average(v => Math.Pow(v, 4)), 2.95, 3.05);
        Assert.InRange(values.Zip(values.Skip(1), (a, b) => (double)a * b).Average(), -0.005, 0.005);
    }

    [Fact]
    public void Uniform_elements_fill_the_unit_interval()
    {
        float[] values = new float[100_000];
        UniformStream.Fill(Key, 5, values);
        Assert.All(values, v => Assert.InRange(v, 0f, 0.99999994f));
        Assert.InRange(values.Average(), 0.495, 0.505);
        Assert.Equal(UniformStream.At(Key, 5 + 777), values[777]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(2620)]
    public void A_permutation_holds_every_index_once(int count)
    {
        int[] order = new int[count];
        Permutation.Fill(Key, 3, order);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    [Fact]
    public void Every_order_of_three_is_equally_likely()
    {
        Dictionary<string, int> seen = [];
        int[] order = new int[3];
        for (ulong epoch = 0; epoch < 60_000; epoch++)
        {
            Permutation.Fill(Key, epoch, order);
            string text = string.Join(',', order);
            seen[text] = seen.GetValueOrDefault(text) + 1;
        }
        Assert.Equal(6, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 9500, 10_500));
    }

    [Fact]
    public void Streams_do_not_depend_on_what_their_key_does_not_name()
    {
        Assert.Equal(StreamKeys.BatchOrder(1, 0, 2620), StreamKeys.BatchOrder(1, 0, 2620));
        StreamKey[] keys =
        [
            StreamKeys.Split(1, 0), StreamKeys.Split(1, 1), StreamKeys.Split(2, 0), StreamKeys.BatchOrder(1, 0, 2620),
            StreamKeys.BatchOrder(1, 0, 5240),
            StreamKeys.InitialWeights(1, 0, "zn2", "mlp"), StreamKeys.InitialWeights(1, 0, "cu2", "mlp"),
            StreamKeys.TrainingNoise(1, 0, "vae"),
            StreamKeys.ValidationNoise(1, 0, "vae"), StreamKeys.Draws(1, 0, "vae", "normal"), StreamKeys.Draws(1, 0, "vae", "uniform"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
