using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
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
/// <param name="Trouble">Why <c>torch</c> is not offered although it was asked for; empty when there is nothing to say.</param>
public sealed record OfferedTrainers(IReadOnlyList<ITrainer> Trainers, int Slots, string Accelerator, string Text, string Trouble)
{
    /// <summary>The trainer asked for, or <c>cpu</c> in its place when libtorch or the CUDA device is missing.</summary>
    public static OfferedTrainers Find(Options.SlotOptions options)
    {
        if (options.Trainer == SiloTrainer.Cpu) return Cpu(options, "");
        try
        {
            TorchTrainer torch = new(new TorchOptions { Device = options.TorchDevice, CudaIndex = options.CudaIndex });
            GroupingTrainer grouping = new(torch, new GroupingOptions
            {
                Wait = options.GroupWait,
                MaximumNetworks = options.GroupSize,
                MaximumBytes = (long)(options.GroupMemory * (1L << 30)),
            });
            string accelerator = options.Accelerator == "none" && torch.IsCuda ? "cuda" : options.Accelerator;
            return new OfferedTrainers(
                [grouping], options.Slots ?? options.GroupSize, accelerator,
                $"torch on {torch.Device}, up to {options.GroupSize} networks in one pass", "");
        }
        catch (TorchUnavailableException e)
        {
            return Cpu(options, e.Message);
        }
    }

    private static OfferedTrainers Cpu(Options.SlotOptions options, string trouble) =>
        new([new CpuTrainer()], options.Slots ?? Environment.ProcessorCount, options.Accelerator, "cpu", trouble);
}
