namespace IonSweep.Learning.Gpu.Arithmetic;

/// <summary>The one PTX instruction that a method is on a CUDA device.</summary>
/// <param name="instruction">E.g. <c>fma.rn.f32</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PtxInstructionAttribute(string instruction) : Attribute
{
    public string Instruction => instruction;
}
