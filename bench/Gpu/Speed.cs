using System.Diagnostics;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Torch.Bench;

namespace IonSweep.Gpu.Bench;

/// <summary>Network-epochs a second for groups of several sizes, beside one core of the trainer cpu and the device's peaks.</summary>
internal static class Speed
{
    /// <returns>Nothing failed.</returns>
    public static bool Print(GpuTrainer gpu, IReadOnlyList<int> groups, double seconds, double flops, double bandwidth, string? paper)
    {
        PaperTasks tasks = new();
        double core = Rate([tasks.Mlp(0, false)], seconds, members => _ = new CpuTrainer().Train(members[0].Task, members[0].Run));
        Console.WriteLine("911-64-16-1, batch 64, 2,620 training and 749 validation rows unless said otherwise; wall time");
        Console.WriteLine($"{"",-30}{"networks/s",12}{"ms/epoch",10}{"x a core",10}{"FP32",8}{"memory",8}");
        Console.WriteLine($"{"trainer cpu, one core",-30}{core,12:F1}{1e3 / core,10:F2}");
        double[] epochs = new double[4];
        foreach (int size in groups)
            epochs[0] = Row($"gpu, group of {size}", [.. Some(size, i => tasks.Mlp(i, false))], Work.Mlp(false));
        epochs[1] = Row(
            "gpu, 192, 5,240 rows", [.. Some(groups.Max() < 192 ? groups.Max() : 192, i => tasks.Mlp(i, true))], Work.Mlp(true));
        epochs[2] = Row("gpu, VAEs of 8 folds", [.. Some(8, fold => tasks.Vae(fold, false))], Work.Vae(false));
        epochs[3] = Row("gpu, cVAEs of 8 folds", [.. Some(8, fold => tasks.Vae(fold, true))], Work.Vae(true));
        Row("gpu, CNNs of 8 folds", [.. Some(8, tasks.Cnn)], Work.Cnn());
        if (paper is not null) PaperSweep.Print(RecordedRun.Read(paper), epochs, gpu.Blocks);
        return true;

        double Row<TWeights>(string name, NetworkTask<TWeights>[] some, Work work)
        {
            double rate = Rate(some, seconds, members => gpu.TrainTogether(members));
            int together = Math.Min(some.Length, gpu.Blocks);
            Console.WriteLine(
                $"{name,-30}{rate,12:F1}{1e3 * together / rate,10:F2}{rate / core,10:F1}{rate * work.Operations / flops,8:P1}"
                    + $"{rate * work.Bytes / bandwidth,8:P1}");
            return together / rate;
        }
    }

    private static IEnumerable<NetworkTask<TWeights>> Some<TWeights>(int count, Func<int, NetworkTask<TWeights>> make) =>
        Enumerable.Range(0, count).Select(make);

    // All epochs that end within the time, after the launches of the first quarter of it, in which kernels are compiled.
    private static double Rate<TWeights>(
        IReadOnlyList<NetworkTask<TWeights>> tasks, double seconds, Action<IReadOnlyList<GroupMember<TWeights>>> train)
    {
        using CancellationTokenSource end = new();
        long start = Stopwatch.GetTimestamp(), from = 0;
        int epochs = 0;
        double taken = 0;
        TrainingRun run = new()
        {
            Cancellation = end.Token,
            EpochCompleted = _ =>
            {
                double now = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (from == 0)
                {
                    if (now >= seconds / 4) from = Stopwatch.GetTimestamp();
                    return;
                }
                epochs++;
                taken = Stopwatch.GetElapsedTime(from).TotalSeconds;
                if (taken >= seconds) end.Cancel();
            },
        };
        try
        {
            train([.. tasks.Select(task => new GroupMember<TWeights>(task, run))]);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends on the processor.
        }
        return epochs / taken;
    }
}
