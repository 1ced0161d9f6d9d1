using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Spectra.Numerics;

/// <summary>Sums and steps over long rows in one order of operations, whatever the width of a machine's registers: the same bits.</summary>
public static class FixedOrder
{
    /// <summary>Eight interleaved sums, added in one fixed order.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a),
            right = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        Vector256<double> even = default, odd = default;
        int i = 0;
        for (; i + 2 <= left.Length; i += 2)
        {
            even = Vector256.FusedMultiplyAdd(left[i], right[i], even);
            odd = Vector256.FusedMultiplyAdd(left[i + 1], right[i + 1], odd);
        }
        if (i < left.Length) even = Vector256.FusedMultiplyAdd(left[i], right[i], even);
        return Sum(even + odd, a, b);
    }

    /// <summary>Four interleaved sums, added in one fixed order.</summary>
    public static double DotInFours(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a),
            right = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        Vector256<double> sums = default;
        for (int i = 0; i < left.Length; i++) sums = Vector256.FusedMultiplyAdd(left[i], right[i], sums);
        double first = sums[0];
        for (int rest = left.Length * 4; rest < a.Length; rest++) first = Math.FusedMultiplyAdd(a[rest], b[rest], first);
        return first + sums[1] + (sums[2] + sums[3]);
    }

    /// <summary>The dot products of a with four rows, each with the bits of <see cref="Dot"/>; what is read of a serves all.</summary>
    /// <param name="a">C values.</param>
    /// <param name="rows">4 × C, row-major.</param>
    /// <param name="products">Four results.</param>
    public static void DotWithFour(ReadOnlySpan<double> a, ReadOnlySpan<double> rows, Span<double> products)
    {
        int length = a.Length;
        ReadOnlySpan<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a),
            first = MemoryMarshal.Cast<double, Vector256<double>>(rows[..length]),
            second = MemoryMarshal.Cast<double, Vector256<double>>(rows.Slice(length, length)),
            third = MemoryMarshal.Cast<double, Vector256<double>>(rows.Slice(2 * length, length)),
            fourth = MemoryMarshal.Cast<double, Vector256<double>>(rows.Slice(3 * length, length));
        Vector256<double> even0 = default, odd0 = default, even1 = default, odd1 = default;
        Vector256<double> even2 = default, odd2 = default, even3 = default, odd3 = default;
        int i = 0;
        for (; i + 2 <= left.Length; i += 2)
        {
            Vector256<double> even = left[i], odd = left[i + 1];
            even0 = Vector256.FusedMultiplyAdd(even, first[i], even0);
            odd0 = Vector256.FusedMultiplyAdd(odd, first[i + 1], odd0);
            even1 = Vector256.FusedMultiplyAdd(even, second[i], even1);
            odd1 = Vector256.FusedMultiplyAdd(odd, second[i + 1], odd1);
            even2 = Vector256.FusedMultiplyAdd(even, third[i], even2);
            odd2 = Vector256.FusedMultiplyAdd(odd, third[i + 1], odd2);
            even3 = Vector256.FusedMultiplyAdd(even, fourth[i], even3);
            odd3 = Vector256.FusedMultiplyAdd(odd, fourth[i + 1], odd3);
        }
        if (i < left.Length)
        {
            even0 = Vector256.FusedMultiplyAdd(left[i], first[i], even0);
            even1 = Vector256.FusedMultiplyAdd(left[i], second[i], even1);
            even2 = Vector256.FusedMultiplyAdd(left[i], third[i], even2);
            even3 = Vector256.FusedMultiplyAdd(left[i], fourth[i], even3);
        }
        products[0] = Sum(even0 + odd0, a, rows[..length]);
        products[1] = Sum(even1 + odd1, a, rows.Slice(length, length));
        products[2] = Sum(even2 + odd2, a, rows.Slice(2 * length, length));
        products[3] = Sum(even3 + odd3, a, rows.Slice(3 * length, length));
    }

    /// <summary>target += factor × row.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        Span<Vector256<double>> to = MemoryMarshal.Cast<double, Vector256<double>>(target);
        ReadOnlySpan<Vector256<double>> from = MemoryMarshal.Cast<double, Vector256<double>>(row[..target.Length]);
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < to.Length; i++) to[i] = Vector256.FusedMultiplyAdd(factors, from[i], to[i]);
        for (int rest = to.Length * 4; rest < target.Length; rest++)
            target[rest] = Math.FusedMultiplyAdd(factor, row[rest], target[rest]);
    }

    /// <summary>target += first × row, then += second × other: the same as two steps, in one pass.</summary>
    public static void AddScaled(
        Span<double> target, double first, ReadOnlySpan<double> row, double second, ReadOnlySpan<double> other)
    {
        Span<Vector256<double>> to = MemoryMarshal.Cast<double, Vector256<double>>(target);
        ReadOnlySpan<Vector256<double>> one = MemoryMarshal.Cast<double, Vector256<double>>(row[..target.Length]),
            two = MemoryMarshal.Cast<double, Vector256<double>>(other[..target.Length]);
        Vector256<double> firsts = Vector256.Create(first), seconds = Vector256.Create(second);
        for (int i = 0; i < to.Length; i++)
            to[i] = Vector256.FusedMultiplyAdd(seconds, two[i], Vector256.FusedMultiplyAdd(firsts, one[i], to[i]));
        for (int rest = to.Length * 4; rest < target.Length; rest++)
            target[rest] = Math.FusedMultiplyAdd(second, other[rest], Math.FusedMultiplyAdd(first, row[rest], target[rest]));
    }

    /// <summary>a ← c a + s b, b ← c b − s a.</summary>
    public static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        Span<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a),
            right = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        Vector256<double> cosines = Vector256.Create(c), sines = Vector256.Create(s), negative = Vector256.Create(-s);
        for (int i = 0; i < left.Length; i++)
        {
            Vector256<double> first = left[i], second = right[i];
            left[i] = Vector256.FusedMultiplyAdd(cosines, first, sines * second);
            right[i] = Vector256.FusedMultiplyAdd(cosines, second, negative * first);
        }
        for (int rest = left.Length * 4; rest < a.Length; rest++)
        {
            double first = a[rest], second = b[rest];
            a[rest] = Math.FusedMultiplyAdd(c, first, s * second);
            b[rest] = Math.FusedMultiplyAdd(c, second, -s * first);
        }
    }

    /// <summary>y = A x for n rows of A.</summary>
    public static void Multiply(ReadOnlySpan<double> matrix, int rows, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < rows; i++) y[i] = Dot(matrix.Slice(i * x.Length, x.Length), x);
    }

    /// <summary>Of four sums, and of the products that no register of four was left for.</summary>
    private static double Sum(Vector256<double> sums, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int rest = a.Length & ~3; rest < a.Length; rest++) sum = Math.FusedMultiplyAdd(a[rest], b[rest], sum);
        return sum;
    }
}
