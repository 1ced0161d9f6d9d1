using IonSweep.Learning.Torch.Runtime;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>A test that needs libtorch; skipped, saying why, where it does not load.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibtorchFactAttribute : FactAttribute
{
    public LibtorchFactAttribute() => Skip = Libtorch.Missing;
}

/// <inheritdoc cref="LibtorchFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibtorchTheoryAttribute : TheoryAttribute
{
    public LibtorchTheoryAttribute() => Skip = Libtorch.Missing;
}

internal static class Libtorch
{
    /// <summary>Why tests that need libtorch are skipped; null when it loads.</summary>
    public static string? Missing { get; } = Find();

    private static string? Find()
    {
        try
        {
            _ = new TorchTrainer(new TorchOptions { Device = TorchDevice.Cpu });
            return null;
        }
        catch (TorchUnavailableException e)
        {
            return e.Message + (e.Message.Contains("libstdc++", StringComparison.Ordinal)
                ? " For tests alone: 'apt-get install gcc binutils patchelf', then IONSWEEP_LIBSTDCXX_SHIM=true ./test.sh." : "");
        }
    }
}
