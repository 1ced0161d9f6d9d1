using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IonSweep.Kernels;

// "answer": the C# half of bench/compare.sh;
// "epoch SECONDS NETWORK": processor milliseconds per epoch and share of the core's peak, of all networks or those so named;
// "losses EPOCHS FILE": first epochs of the convolutional network for bench/twin/losses.py;
// "parts": the same for the parts of a step; anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["epoch", .. string[] rest]:
        EpochReport.Print(rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 2, rest.Length > 1 ? rest[1] : "");
        break;
    case ["losses", string epochs, string path]:
        LossesFile.Write(int.Parse(epochs, CultureInfo.InvariantCulture), path);
        break;
    case ["answer"]:
        AnsweredEpochs.Run();
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
