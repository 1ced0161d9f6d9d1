using System.Runtime.CompilerServices;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>A size known to the compiler: one kernel source becomes one machine program per size, without branches.</summary>
internal interface IExtent
{
    static abstract int Count { get; }
}

internal readonly struct One : IExtent
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }
}

internal readonly struct Two : IExtent
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }
}

internal readonly struct Three : IExtent
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }
}

internal readonly struct Four : IExtent
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }
}

internal readonly struct Six : IExtent
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
    }
}
