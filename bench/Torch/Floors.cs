using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Torch.Bench;

/// <summary>
/// What no arrangement of the same operations goes below on a device: the time to launch a step's operations, and the time to move their
/// numbers, both from what is measured here and now.
/// </summary>
/// <param name="LaunchSeconds">Of one small operation in a row of many.</param>
/// <param name="BytesPerSecond">Read and written by a large copy.</param>
internal sealed record Floors(double LaunchSeconds, double BytesPerSecond)
{
    /// <summary>
    /// Operations of a step of a regression network with two hidden layers: 2 gathers; 3 products, 2 sigmoids, 4 rearrangements forward;
    /// 5 for the loss; 5 products, 2 derivatives, 2 multiplications, 3 copies backward; 6 of Adam.
    /// </summary>
    public const int Launches = 34;

    // Times that each parameter is read or written in a step: 1 forward, 3 for the gradient and its copy, Adam 3 + 2 + 3 + 2 + 2 + 4.
    private const int PassesOverParameters = 20;

    // Times that a gathered batch is read or written: gathered 2, forward 1, gradient 1.
    private const int PassesOverSpectra = 4;

    public static Floors Measure(Device device, Func<double> clock)
    {
        using IDisposable inference = inference_mode();
        using Tensor small = zeros(1, device: device), large = zeros(64L << 20, device: device), other = zeros(64L << 20, device: device);
        double launch = Time(clock, small, 20_000, () => small.add_(1)) / 20_000;
        double copy = Time(clock, large, 20, () => other.copy_(large)) / 20;
        return new Floors(launch, 2.0 * 4 * (64L << 20) / copy);
    }

    /// <summary>Seconds to launch an epoch's steps.</summary>
    public double Launching(int rows) => Steps(rows) * Launches * LaunchSeconds;

    /// <summary>Seconds to move an epoch's numbers.</summary>
    public double Moving(int rows, int networks, int bundleWidth)
    {
        const double parameters = 911 * 64 + 64 + 64 * 16 + 16 + 16 + 1, batch = 64 * 912;
        double perStep = 4 * networks * (PassesOverParameters * parameters + PassesOverSpectra * batch / Math.Min(bundleWidth, networks));
        return Steps(rows) * perStep / BytesPerSecond;
    }

    private static int Steps(int rows) => (rows + 63) / 64;

    private static double Time(Func<double> clock, Tensor awaited, int times, Action action)
    {
        for (int i = 0; i < 3; i++) action();
        using (Tensor _ = awaited.cpu())
        {
            // The device has done what was asked before.
        }
        double start = clock();
        for (int i = 0; i < times; i++) action();
        using Tensor end = awaited.cpu();
        return clock() - start;
    }
}
