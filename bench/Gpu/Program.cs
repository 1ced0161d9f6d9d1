using System.CommandLine;
using System.Globalization;
using IonSweep.Gpu.Bench;
using IonSweep.Learning.Gpu;
using IonSweep.Learning.Gpu.Checks;
using IonSweep.Learning.Gpu.Devices;

// What a device must show, in this order: the primitives, the same bits, then how fast. On the processor the same kernels run, for
// correctness only. bench/Gpu/device.sh publishes this program so that a machine runs it without restoring anything.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Option<bool> cpu = new("--cpu") { Description = "run the kernels on the processor" };
Option<int> index = new("--index") { Description = "which CUDA device (0)" };
RootCommand command = new("Checks and measures the trainer gpu.") { cpu, index };
cpu.Recursive = index.Recursive = true;

Option<int> operands = new("--operands") { Description = "triples of each primitive", DefaultValueFactory = _ => 10_000_000 };
Command primitives = new("primitives", "compares every primitive with the trainer cpu's, bit by bit") { operands };
primitives.SetAction(parsed => On(parsed, device => Primitives(device, parsed.GetValue(operands))));

Option<int> epochs = new("--epochs") { Description = "epochs of each network", DefaultValueFactory = _ => 20 };
Option<double> part = new("--part") { Description = "part of the paper's rows", DefaultValueFactory = _ => 1 };
Command sameBits = new("same-bits", "trains the paper's networks on both and compares losses and weights") { epochs, part };
sameBits.SetAction(parsed => On(parsed, device =>
    SameBits.Print(new GpuTrainer(device), parsed.GetValue(epochs), parsed.GetValue(part))));

Option<int[]> groups = new("--groups")
{
    Description = "group sizes",
    DefaultValueFactory = _ => [1, 8, 32, 64, 132, 256],
    AllowMultipleArgumentsPerToken = true,
};
Option<double> seconds = new("--seconds") { Description = "measuring time of each size", DefaultValueFactory = _ => 5 };
Option<double> flops = new("--peak-tflops") { Description = "peak of the device in FP32 (H200: 67)", DefaultValueFactory = _ => 67 };
Option<double> bandwidth = new("--peak-tbs") { Description = "its memory's bandwidth, TB/s (H200: 4.8)", DefaultValueFactory = _ => 4.8 };
Option<string?> paper = new("--paper") { Description = "folder of a finished run of the preset paper whose stop epochs are replayed" };
Command speed = new("speed", "network-epochs a second, shares of the device's peaks, the paper's sweep")
{
    groups, seconds, flops, bandwidth, paper,
};
speed.SetAction(parsed => On(parsed, device => Speed.Print(
    new GpuTrainer(device), parsed.GetValue(groups)!, parsed.GetValue(seconds), 1e12 * parsed.GetValue(flops),
    1e12 * parsed.GetValue(bandwidth), parsed.GetValue(paper))));

Command roofline = new("roofline", "what a device's peaks allow, by arithmetic alone; needs no device") { flops, bandwidth, paper };
roofline.SetAction(parsed => Roofline.Print(1e12 * parsed.GetValue(flops), 1e12 * parsed.GetValue(bandwidth), parsed.GetValue(paper)));

foreach (Command one in new[] { primitives, sameBits, speed, roofline }) command.Add(one);
return command.Parse(args).Invoke();

int On(ParseResult parsed, Func<GpuDevice, bool> action)
{
    try
    {
        using GpuDevice device = parsed.GetValue(cpu) ? GpuDevice.OnCpu() : GpuDevice.Cuda(parsed.GetValue(index));
        Console.WriteLine($"device: {device.Name}, {device.Blocks} multiprocessor(s), blocks of {device.Side * device.Side} thread(s)");
        return action(device) ? 0 : 1;
    }
    catch (GpuUnavailableException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
}

static bool Primitives(GpuDevice device, int count)
{
    IReadOnlyList<Finding> findings = ArithmeticCheck.Run(device, count);
    Console.WriteLine($"{"primitive",-28}{"PTX",-38}{"operands",12}{"other bits",12}");
    foreach (Finding finding in findings)
    {
        Console.WriteLine($"{finding.Primitive,-28}{finding.Instruction,-38}{finding.Compared,12}{finding.Differences,12}");
        if (finding.Differences > 0) Console.WriteLine($"    {finding.First}");
    }
    return findings.All(finding => finding.Differences == 0);
}
