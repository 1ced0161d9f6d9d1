using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>Where networks are trained, and what is scarce there.</summary>
/// <param name="Device">Device of all tensors.</param>
/// <param name="IsLaunchBound">The number of operations counts more than where their numbers lie; true on CUDA devices.</param>
internal sealed record Place(Device Device, bool IsLaunchBound)
{
    /// <summary>Networks that go through an epoch together where operations are not what counts.</summary>
    public int NetworksAtOnce { get; init; } = 8;

    public static Place On(Device device) => new(device, device.type != DeviceType.CPU);
}
