using System.Runtime.CompilerServices;
using ILGPU.IR.Intrinsics;

namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>
/// All floating-point operations of the kernels: IEEE 754, rounded once to nearest even, subnormal numbers kept. On a CUDA device each is
/// the instruction that stands beside it, because PTX's plain <c>mul</c> and <c>add</c> may be contracted to a fused multiply-add;
/// elsewhere it is .NET's, which never is.
/// </summary>
internal static class Rounded
{
    /// <summary>a·b + c, rounded once.</summary>
    [IntrinsicImplementation, PtxInstruction("fma.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [IntrinsicImplementation, PtxInstruction("add.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [IntrinsicImplementation, PtxInstruction("sub.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sub(float a, float b) => a - b;

    [IntrinsicImplementation, PtxInstruction("mul.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mul(float a, float b) => a * b;

    [IntrinsicImplementation, PtxInstruction("div.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Div(float a, float b) => a / b;

    [IntrinsicImplementation, PtxInstruction("sqrt.rn.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    /// <summary>a·b + c, rounded once.</summary>
    [IntrinsicImplementation, PtxInstruction("fma.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [IntrinsicImplementation, PtxInstruction("add.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [IntrinsicImplementation, PtxInstruction("sub.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sub(double a, double b) => a - b;

    [IntrinsicImplementation, PtxInstruction("mul.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Mul(double a, double b) => a * b;

    [IntrinsicImplementation, PtxInstruction("div.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Div(double a, double b) => a / b;

    [IntrinsicImplementation, PtxInstruction("sqrt.rn.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    /// <summary>The nearest float.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rn.f32.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(double a) => (float)a;

    /// <summary>The nearest float.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rn.f32.s32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(int a) => a;

    /// <summary>Exact.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.f64.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(float a) => a;

    /// <summary>Exact.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rn.f64.s32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(int a) => a;

    /// <summary>Towards zero; for numbers that fit.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rzi.s32.f32"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Truncate(float a) => (int)a;

    /// <summary>Towards zero; for numbers that fit.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rzi.s32.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Truncate(double a) => (int)a;

    /// <summary>The nearest integer, of two the even one.</summary>
    [IntrinsicImplementation, PtxInstruction("cvt.rni.f64.f64"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Nearest(double a) => Math.Round(a);
}
