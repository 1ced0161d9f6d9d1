using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>What a kernel becomes for a device of compute capability 9.0, such as an H200; needs no device.</summary>
internal static class Ptx
{
    public static string Of(MethodInfo kernel)
    {
        using Context context = Context.Create(builder => builder.ExactArithmetic());
        using PTXBackend backend = new(
            context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
    }
}
