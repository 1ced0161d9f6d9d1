using System.Runtime.Intrinsics;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Simd;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>Each kernel at each width against the plain reference beside it: equal bits, not nearly equal.</summary>
public unsafe class KernelTests
{
    public static TheoryData<int, int, int> ProductShapes() => new()
    {
        { 1, 1, 16 }, { 2, 5, 16 }, { 3, 100, 32 }, { 4, 176, 48 }, { 5, 17, 64 }, { 6, 911, 64 }, { 7, 64, 16 }, { 11, 33, 48 },
        { 13, 128, 32 }, { 64, 129, 64 }, { 70, 7, 64 }, { 35, 700, 16 },
    };

    [Theory]
    [MemberData(nameof(ProductShapes))]
    public void Panel_product_has_the_references_bits(int rows, int depth, int width)
    {
        Matrix a = TestData.Uniform("a", rows, depth), b = TestData.Uniform("b", depth, width), start = TestData.Uniform("start", 1, width);
        float[] expected = new float[rows * width];
        for (int row = 0; row < rows; row++) start.Row(0).CopyTo(expected.AsSpan(row * width));
        PanelProductReference.Compute(a.ToDense(), b.ToDense(), expected, rows, depth, width);

        Assert.Equal(expected, Product<SimdScalar, float>(a, b, start));
        Assert.Equal(expected, Product<Simd128, Vector128<float>>(a, b, start));
        Assert.Equal(expected, Product<Simd256, Vector256<float>>(a, b, start));
        Assert.Equal(expected, Product<Simd512, Vector512<float>>(a, b, start));
    }

    public static TheoryData<int, int, int> GradientShapes() => new()
    {
        { 1, 1, 16 }, { 2, 5, 16 }, { 3, 100, 32 }, { 60, 176, 48 }, { 64, 911, 64 }, { 13, 12, 64 }, { 70, 10, 64 }, { 7, 8, 32 },
        { 64, 3, 16 },
    };

    [Theory]
    [MemberData(nameof(GradientShapes))]
    public void Weight_gradient_has_the_references_bits(int batch, int inputs, int width)
    {
        Matrix x = TestData.Uniform("x", batch, inputs), delta = TestData.Uniform("delta", batch, width);
        AdamStep[] step = [new(1e-3, 0.9, 0.999, 1e-8, Math.Pow(0.9, 7), Math.Pow(0.999, 7))];
        float[] weights = TestData.UniformValues("w", inputs * width), first = TestData.UniformValues("m", inputs * width);
        float[] second = TestData.UniformValues("v", inputs * width);
        float[] expected = [.. weights], expectedFirst = [.. first], expectedSecond = [.. second];
        WeightGradientReference.Update(x.ToDense(), delta.ToDense(), batch, inputs, width, expected, expectedFirst, expectedSecond,
            step[0]);

        Check<SimdScalar, float>();
        Check<Simd128, Vector128<float>>();
        Check<Simd256, Vector256<float>>();
        Check<Simd512, Vector512<float>>();

        void Check<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            FloatBuffer w = Copy(weights), m = Copy(first), v = Copy(second);
            RowAddresses rows = new(batch);
            rows.Gather(RowSet.All(x), 0, batch);
            fixed (AdamStep* constants = step)
                WeightGradient<S, V>.Update(rows.Pointer, batch, delta.Pointer, width, inputs, w.Pointer, m.Pointer, v.Pointer, constants);
            Assert.Equal(expected, w.Span.ToArray());
            Assert.Equal(expectedFirst, m.Span.ToArray());
            Assert.Equal(expectedSecond, v.Span.ToArray());
            GC.KeepAlive(x);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 7)]
    [InlineData(16, 30)]
    [InlineData(61, 33)]
    public void Transposition_moves_every_element(int rows, int columns)
    {
        Matrix source = new(Lane.Pad(rows), columns), target = new(Lane.Pad(columns), rows);
        Matrix values = TestData.Uniform("t", rows, columns);
        for (int row = 0; row < rows; row++) values.Row(row).CopyTo(source.Row(row));
        Transposition.Transpose(source.Pointer, source.Stride, rows, columns, target.Pointer, target.Stride);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                Assert.Equal(values.Row(row)[column], target.Row(column)[row]);
        GC.KeepAlive(source);
    }

    private static float[] Product<S, V>(Matrix a, Matrix b, Matrix start)
        where S : struct, ISimd<V>
        where V : struct
    {
        Matrix c = new(a.Rows, b.Columns);
        RowAddresses rows = new(a.Rows);
        rows.Gather(RowSet.All(a), 0, a.Rows);
        // Cut in two along k: the sum goes on where it was left.
        int half = a.Columns / 2;
        PanelProduct<S, V>.Compute(rows.Pointer, 0, a.Rows, half, b.Pointer, b.Stride, b.Columns, start.Pointer, 0, c.Pointer, c.Stride);
        PanelProduct<S, V>.Compute(
            rows.Pointer, half, a.Rows, a.Columns - half, b.Pointer + half * b.Stride, b.Stride, b.Columns, c.Pointer, c.Stride, c.Pointer,
            c.Stride);
        GC.KeepAlive(a);
        return c.ToDense();
    }

    private static FloatBuffer Copy(float[] values)
    {
        FloatBuffer buffer = new(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
