using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IonSweep.Kernels;

// "epoch": processor milliseconds per epoch and share of the core's peak within seconds; "parts": the same for the parts of a step;
// anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["epoch", .. string[] rest]:
        EpochReport.Print(rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 2);
        break;
    case ["parts"]:
        PartsReport.Print();
        break;
    default:
        // In this process: the solution's central package versions do not reach a generated project.
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath("artifacts/benchmarks");
        BenchmarkSwitcher.FromAssembly(typeof(EpochReport).Assembly).Run(args, config);
        break;
}
