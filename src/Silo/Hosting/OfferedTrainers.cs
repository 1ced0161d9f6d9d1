using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu;
using IonSweep.Learning.Gpu.Devices;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Training;
using IonSweep.Silo.Options;

namespace IonSweep.Silo.Hosting;

/// <summary>What a silo can train with, found out before it announces anything.</summary>
/// <param name="Trainers">Trainers.</param>
/// <param name="Slots">Work items at once.</param>
/// <param name="Accelerator">What it announces.</param>
/// <param name="Text">For the log.</param>
/// <param name="Trouble">Why what was asked for is not offered; empty when there is nothing to say.</param>
public sealed record OfferedTrainers(IReadOnlyList<ITrainer> Trainers, int Slots, string Accelerator, string Text, string Trouble)
{
    /// <summary>The trainer asked for, or <c>cpu</c> alone in its place when libtorch or the CUDA device is missing.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="lost">Told when a device of <c>gpu</c> fails while it trains.</param>
    public static OfferedTrainers Find(Options.SlotOptions options, Action<string>? lost = null)
    {
        try
        {
            return options.Trainer switch
            {
                SiloTrainer.Torch => Torch(options),
                SiloTrainer.Gpu => Gpu(options, lost),
                _ => Cpu(options, ""),
            };
        }
        catch (Exception e) when (e is TorchUnavailableException or GpuUnavailableException)
        {
            return Cpu(options, e.Message);
        }
    }

    private static OfferedTrainers Torch(Options.SlotOptions options)
    {
        TorchTrainer torch = new(new TorchOptions { Device = options.TorchDevice, CudaIndex = options.CudaIndex });
        return new OfferedTrainers(
            [new GroupingTrainer(torch, Grouping(options))], options.Slots ?? options.GroupSize,
            options.Accelerator == "none" && torch.IsCuda ? "cuda" : options.Accelerator,
            $"torch on {torch.Device}, up to {options.GroupSize} networks in one pass", "");
    }

    private static OfferedTrainers Gpu(Options.SlotOptions options, Action<string>? lost)
    {
        List<GpuTrainer> devices = [];
        try
        {
            foreach (int index in options.GpuIndices!)
            {
                devices.Add(new GpuTrainer(new GpuOptions { Index = index }));
                devices[^1].CheckArithmetic();
            }
        }
        catch (GpuUnavailableException)
        {
            foreach (GpuTrainer device in devices) device.Dispose();
            throw;
        }
        GroupingOptions grouping = Grouping(options);
        grouping = grouping with { MaximumBytes = Math.Min(grouping.MaximumBytes, GpuTrainer.MostBytes) };
        AcceleratedTrainer trainer = new(devices, grouping, lost: e => lost?.Invoke(e.Message));
        return new OfferedTrainers(
            [trainer], options.Slots ?? options.GroupSize * devices.Count, options.Accelerator == "none" ? "cuda" : options.Accelerator,
            $"cpu, and with its bits gpu on {string.Join(", ", devices.Select(device => device.Device))} (experimental, not yet run on a "
                + "device by its makers)", "");
    }

    private static OfferedTrainers Cpu(Options.SlotOptions options, string trouble) =>
        new([new CpuTrainer()], options.Slots ?? Environment.ProcessorCount, options.Accelerator, "cpu", trouble);

    private static GroupingOptions Grouping(Options.SlotOptions options) => new()
    {
        Wait = options.GroupWait,
        MaximumNetworks = options.GroupSize,
        MaximumBytes = (long)(options.GroupMemory * (1L << 30)),
    };
}
