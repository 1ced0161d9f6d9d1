using BenchmarkDotNet.Running;
using IonSweep.Kernels;

// "epoch": milliseconds per epoch and share of the core's peak within seconds; "parts": the same for the parts of a step; anything
// else goes to BenchmarkDotNet.
if (args is ["epoch", ..])
{
    EpochReport.Print(args.Length > 1 ? double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 2);
    return;
}
if (args is ["parts"])
{
    PartsReport.Print();
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(EpochReport).Assembly).Run(args);
