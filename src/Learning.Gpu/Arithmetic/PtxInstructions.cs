using System.Reflection;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>Tells ILGPU's compiler which instruction each method of <see cref="Rounded"/> is.</summary>
internal static class PtxInstructions
{
    private static readonly MethodInfo[] Methods =
        [.. typeof(Rounded).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => Of(method) is not null)];

    /// <summary>Every instruction.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Methods.Select(method => Of(method)!)];

    /// <summary>Registers all of them; for contexts with CUDA devices, and those that compile for them.</summary>
    public static Context.Builder ExactArithmetic(this Context.Builder builder)
    {
        MethodInfo generator = typeof(PtxInstructions).GetMethod(nameof(Generate), BindingFlags.NonPublic | BindingFlags.Static)!;
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        foreach (MethodInfo method in Methods)
            manager.RegisterMethod(method, new PTXIntrinsic(generator, IntrinsicImplementationMode.GenerateCode));
        return builder.Math(MathMode.Default).Optimize(OptimizationLevel.O2);
    }

    private static string? Of(MemberInfo method) => method.GetCustomAttribute<PtxInstructionAttribute>()?.Instruction;

    private static void Generate(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        MethodCall call = (MethodCall)value;
        string instruction = Of(call.Target.Source)!;
        PTXCodeGenerator.PrimitiveRegister[] arguments = new PTXCodeGenerator.PrimitiveRegister[call.Nodes.Length];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = generator.LoadPrimitive(call.Nodes[i]);
        PTXCodeGenerator.HardwareRegister target = generator.AllocateHardware(call);
        using PTXCodeGenerator.CommandEmitter command = generator.BeginCommand(instruction);
        command.AppendArgument(target);
        foreach (PTXCodeGenerator.PrimitiveRegister argument in arguments) command.AppendArgument(argument);
    }
}
