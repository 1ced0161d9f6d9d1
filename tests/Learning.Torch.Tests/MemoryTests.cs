using System.Diagnostics;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Training;
using TorchSharp;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>Training frees what it takes. Alone in the process while it measures: the number of tensors is the process's.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private static readonly TorchTrainer Torch = new(new TorchOptions { Device = TorchDevice.Cpu });

    /// <summary>A tensor of a step that stays would be 1,000 epochs × 4 steps × 58 KB of spectra alone.</summary>
    [LibtorchFact]
    public void Thousand_epochs_of_regression_networks_take_no_more_memory_than_hundred()
    {
        Folds data = new();
        TrainingOptions options = new() { EpochCap = 1_100, Patience = 2_000 };
        (long Tensors, long Bytes) early = default, late = default;
        TrainingRun run = new()
        {
            EpochCompleted = report =>
            {
                if (report.Epoch == 100) early = Memory();
                if (report.Epoch == 1_100) late = Memory();
            },
        };
        List<GroupMember<MlpWeights>> members =
            [new(data.Mlp(0, 0, options, rows: 130), run), new(data.Mlp(0, 1, options, rows: 130), new TrainingRun())];

        Torch.TrainTogether(members);

        Assert.Equal(early.Tensors, late.Tensors);
        Assert.InRange(late.Bytes - early.Bytes, long.MinValue, 32L << 20);
    }

    [LibtorchFact]
    public void Generators_leave_no_tensor_behind()
    {
        VaeTask task = new Folds().Vae(0, conditioned: true, DecoderInput.Dense, new TrainingOptions { EpochCap = 60 });
        Torch.Train(task, new TrainingRun());
        List<long> tensors = [];
        long before = torch.Tensor.TotalCount;

        Torch.Train(task, new TrainingRun { EpochCompleted = _ => tensors.Add(torch.Tensor.TotalCount) });

        Assert.Single(tensors.Skip(1).Distinct());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static (long Tensors, long Bytes) Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Process self = Process.GetCurrentProcess();
        return (torch.Tensor.TotalCount, self.WorkingSet64);
    }
}

/// <summary>Tests that run when no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
