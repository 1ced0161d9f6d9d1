using System.Diagnostics;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;

namespace IonSweep.Kernels;

/// <summary>
/// The first epochs of the convolutional network with the data they were trained on, for bench/twin/losses.py to repeat in PyTorch.
/// </summary>
internal static class LossesFile
{
    /// <param name="epochs">Epochs to train.</param>
    /// <param name="path">File to write, safetensors.</param>
    public static void Write(int epochs, string path)
    {
        CnnTask task = Workloads.Cnn();
        task = task with { Options = task.Options with { EpochCap = epochs } };
        CnnTrainee trainee = new(task, KernelSet.Choose(Environment.GetEnvironmentVariable(KernelSet.WidthVariable)));
        float[] logVariances = []; // the kept weights are those of the best epoch, the twin has those of the last
        TrainingRun run = new() { EpochCompleted = _ => logVariances = trainee.Network.LogVariances.ToArray() };
        TrainingHistory history =
            TrainingLoop.Run(trainee, task, new TrainingProgress(task, run, new CpuTrainer()));
        int rows = task.Training.Count, validation = task.Validation.Count, targets = task.Architecture.Targets,
            auxiliary = task.Architecture.Auxiliary;
        File.WriteAllBytes(path, SafetensorsFile.Write(
            [
                SafetensorsTensor.Of("x", [rows, task.Training.Columns], Values(task.Training)),
                SafetensorsTensor.Of("y", [rows, targets], task.TrainingTargets),
                SafetensorsTensor.Of("auxiliary", [rows, auxiliary], task.TrainingAuxiliary),
                SafetensorsTensor.Of("vx", [validation, task.Validation.Columns], Values(task.Validation)),
                SafetensorsTensor.Of("vy", [validation, targets], task.ValidationTargets),
                SafetensorsTensor.Of("training_loss", [epochs], [.. history.TrainingLoss]),
                SafetensorsTensor.Of("validation_loss", [epochs], [.. history.ValidationLoss]),
                SafetensorsTensor.Of("log_variances", [1 + auxiliary], logVariances),
            ],
            new Dictionary<string, string>()));
    }

    private static float[] Values(RowSet rows) => [.. Enumerable.Range(0, rows.Count).SelectMany(row => rows.Row(row).ToArray())];
}
