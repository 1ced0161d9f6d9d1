using System.Diagnostics;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Kernels;

/// <summary>What a checkpoint of source A's VAE costs its training: gathered and hashed, while the one before is written.</summary>
internal static class CheckpointCost
{
    /// <summary>Wall seconds per save: epochs in which every step saves, less epochs in which none does.</summary>
    public static double SecondsPerSave(int epochs)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-bench-").FullName;
        try
        {
            FileArtifactStore store = new(folder);
            VaeTask task = Workloads.Vae(conditional: false);
            int steps = (Workloads.TrainingRows + task.Options.BatchSize - 1) / task.Options.BatchSize;
            double saving = Seconds(task, epochs,
                new TrainingRun
                {
                    Checkpoint = StoredCheckpoint.OpenAsync(store, "checkpoint").Result,
                    CheckpointInterval = TimeSpan.Zero,
                });
            return (saving - Seconds(task, epochs, new TrainingRun())) / (epochs * steps);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Seconds(VaeTask task, int epochs, TrainingRun run)
    {
        long start = Stopwatch.GetTimestamp();
        new CpuTrainer().Train(task with { Options = task.Options with { EpochCap = epochs } }, run);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
