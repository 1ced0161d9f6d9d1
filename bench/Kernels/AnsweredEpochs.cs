using System.Diagnostics;
using System.Globalization;
using IonSweep.Formats;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Kernels;

/// <summary>
/// The C# half of bench/compare.sh: reads lines "CASE COUNT" and answers each with seconds of wall time. <c>mlp</c>,
/// <c>mlp-augmented</c> (twice the rows), <c>vae</c>, <c>cvae</c> and <c>cnn</c>: per epoch, mean over COUNT; <c>checkpoint</c>: per save
/// of a VAE's state; <c>csv FILE</c>: one reading. <c>fma SECONDS</c> answers GFLOP/s, <c>work CASE</c> an epoch's floating-point
/// operations.
/// </summary>
internal static class AnsweredEpochs
{
    public static void Run()
    {
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', 2);
            double answer = words[0] switch
            {
                "fma" => FmaPeak.Sustained(double.Parse(words[1], CultureInfo.InvariantCulture)),
                "work" => Workloads.Operations(Case(words[1]).Trainee),
                "csv" => Csv(words[1]),
                "checkpoint" => CheckpointCost.SecondsPerSave(int.Parse(words[1], CultureInfo.InvariantCulture)),
                _ => Epochs(Case(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture)),
            };
            Console.WriteLine(answer.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static (Trainee Trainee, NetworkTask Task) Case(string name)
    {
        KernelSet kernels = KernelSet.Choose(Environment.GetEnvironmentVariable(KernelSet.WidthVariable));
        if (name is "mlp" or "mlp-augmented")
        {
            MlpTask mlp = Workloads.Mlp(augmented: name == "mlp-augmented");
            return (new MlpTrainee(mlp, kernels), mlp);
        }
        if (name == "cnn")
        {
            CnnTask cnn = Workloads.Cnn();
            return (new CnnTrainee(cnn, kernels), cnn);
        }
        if (name is not ("vae" or "cvae")) throw new ArgumentException($"Case '{name}' is none of mlp, mlp-augmented, vae, cvae, cnn.");
        VaeTask vae = Workloads.Vae(conditional: name == "cvae");
        return (new VaeTrainee(vae, kernels), vae);
    }

    private static double Epochs((Trainee Trainee, NetworkTask Task) work, int count)
    {
        NetworkTask task = work.Task with { Options = work.Task.Options with { Patience = int.MaxValue, EpochCap = count } };
        TrainingProgress progress = new(task, new TrainingRun(), new CpuTrainer());
        long start = Stopwatch.GetTimestamp();
        TrainingLoop.Run(work.Trainee, task, progress);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    private static double Csv(string file)
    {
        long start = Stopwatch.GetTimestamp();
        DatasetFile.Read(file);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
