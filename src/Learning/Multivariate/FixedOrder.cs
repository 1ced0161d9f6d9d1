using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IonSweep.Learning.Multivariate;

/// <summary>Sums and steps over long rows in one order of operations, whatever the width of a machine's registers: the same bits.</summary>
internal static class FixedOrder
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
        Vector256<double> sums = even + odd;
        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int rest = left.Length * 4; rest < a.Length; rest++) sum = Math.FusedMultiplyAdd(a[rest], b[rest], sum);
        return sum;
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
}
