using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Tests.Numerics;

/// <summary>Steps in vectors have the bits of the same steps element by element.</summary>
public sealed class FixedOrderTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 4, 7, 8, 58];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Two_scaled_rows_are_added_as_one_after_the_other(int length)
    {
        double[] target = Values(length, 1), other = Values(length, 1), row = Values(length, 2), second = Values(length, 3);
        FixedOrder.AddScaled(target, 0.3, row, -1.7, second);
        for (int i = 0; i < length; i++)
            other[i] = Math.FusedMultiplyAdd(-1.7, second[i], Math.FusedMultiplyAdd(0.3, row[i], other[i]));
        Assert.Equal(other, target);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_scaled_row_is_added_value_by_value(int length)
    {
        double[] target = Values(length, 1), other = Values(length, 1), row = Values(length, 2);
        FixedOrder.AddScaled(target, 0.3, row);
        for (int i = 0; i < length; i++) other[i] = Math.FusedMultiplyAdd(0.3, row[i], other[i]);
        Assert.Equal(other, target);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_product_is_of_four_sums_that_take_turns(int length)
    {
        double[] a = Values(length, 1), b = Values(length, 2), sums = new double[4];
        int whole = length / 4 * 4;
        for (int i = 0; i < length; i++) sums[i < whole ? i % 4 : 0] = Math.FusedMultiplyAdd(a[i], b[i], sums[i < whole ? i % 4 : 0]);
        Assert.Equal(sums[0] + sums[1] + (sums[2] + sums[3]), FixedOrder.DotInFours(a, b));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Products_with_four_rows_are_those_with_each(int length)
    {
        double[] a = Values(length, 1), rows = Values(4 * length, 2), products = new double[4];
        FixedOrder.DotWithFour(a, rows, products);
        for (int row = 0; row < 4; row++) Assert.Equal(FixedOrder.Dot(a, rows.AsSpan(row * length, length)), products[row]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_rotation_turns_each_pair(int length)
    {
        double[] a = Values(length, 1), b = Values(length, 2), first = [.. a], second = [.. b];
        FixedOrder.Rotate(a, b, 0.8, 0.6);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(Math.FusedMultiplyAdd(0.8, first[i], 0.6 * second[i]), a[i]);
            Assert.Equal(Math.FusedMultiplyAdd(0.8, second[i], -0.6 * first[i]), b[i]);
        }
    }

    private static double[] Values(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => Math.Sin(i * 1.37 + seed))];
}
