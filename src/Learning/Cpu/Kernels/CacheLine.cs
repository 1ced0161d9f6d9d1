using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace IonSweep.Learning.Cpu.Kernels;

/// <summary>Asks for memory ahead of its use where the machine can; changes nothing but time.</summary>
internal static unsafe class CacheLine
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
