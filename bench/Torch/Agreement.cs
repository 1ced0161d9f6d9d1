using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Training;

namespace IonSweep.Torch.Bench;

/// <summary>
/// Largest relative difference of losses between the trainers <c>cpu</c> and <c>torch</c>, from the same weights, batches and noise.
/// </summary>
internal static class Agreement
{
    private const int Epochs = 10;

    public static void Print(TorchTrainer trainer, PaperTasks tasks)
    {
        CpuTrainer reference = new();
        GroupMember<MlpWeights>[] networks = [.. Enumerable.Range(0, PaperTasks.Ions).Select(ion => tasks.Mlp(ion, false))
            .Select(task => new GroupMember<MlpWeights>(task with { Options = Short(task.Options) }, new TrainingRun()))];
        trainer.TrainTogether(networks);
        double mlp =
            networks.Max(member => Difference(reference.Train(member.Task, new TrainingRun()).History, member.Outcome.Result.History));
        VaeTask[] generators = [tasks.Vae(0, false), tasks.Vae(0, true)];
        double vae = generators.Select(task => task with { Options = Short(task.Options) })
            .Max(task => Difference(reference.Train(task, new TrainingRun()).History,
                trainer.Train(task, new TrainingRun()).History));
        Console.WriteLine(
            $"losses of {Epochs} epochs against the trainer cpu, largest relative difference: 8 ions {mlp:E1}, VAE and cVAE {vae:E1}");
    }

    private static TrainingOptions Short(TrainingOptions options) => options with { EpochCap = Epochs };

    private static double Difference(TrainingHistory one, TrainingHistory other) =>
        one.TrainingLoss.Concat(one.ValidationLoss).Zip(
            other.TrainingLoss.Concat(other.ValidationLoss), (a, b) => Math.Abs(((double)b - a) / a)).Max();
}
