using System.Diagnostics;
using System.Globalization;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Kernels;

/// <summary>Processor milliseconds per epoch, one thread, and what share of the core's peak that is.</summary>
internal static class EpochReport
{
    /// <param name="seconds">Measuring time of each network.</param>
    /// <param name="only">Measures only networks whose names contain this.</param>
    public static void Print(double seconds, string only = "")
    {
        KernelSet kernels = KernelSet.Choose(Environment.GetEnvironmentVariable(KernelSet.WidthVariable));
        Console.WriteLine(FormattableString.Invariant($"width {kernels.Name}; FMA peak of the core {FmaPeak.Measure():F0} GFLOP/s"));
        Console.WriteLine("| network | ms/epoch, median | best | GFLOP/s, median | best | peak beside it | share of peak, median | best |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        (string Name, Func<(Trainee, NetworkTask)> Make)[] all =
        [
            ("MLP 911-64-16-1", () => Of(Workloads.Mlp(), kernels)),
            ("VAE 911-256-2x91", () => Of(Workloads.Vae(conditional: false), kernels)),
            ("cVAE 911-256-2x91+8", () => Of(Workloads.Vae(conditional: true), kernels)),
            ("CNN 911, 8 targets, 7 auxiliary", () => Of(Workloads.Cnn(), kernels)),
            ("MLP 100-64-16-1", () => Of(Workloads.Mlp(100), kernels)),
            ("MLP 176-64-16-8", () => Of(Workloads.Mlp(176, outputs: 8), kernels)),
            ("MLP 700-100-17-4", () => Of(Workloads.Mlp(700, [100, 17], 4), kernels)),
        ];
        foreach ((string name, Func<(Trainee, NetworkTask)> make) in all.Where(
            network => network.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            (Trainee trainee, NetworkTask task) = make();
            double operations = Workloads.Operations(trainee);
            List<double> times = [];
            double peak = FmaPeak.Measure(); // the best seen beside this network: neighbours on the machine slow both
            EpochTimer timer = new(seconds);
            TrainingRun run = new()
            {
                Cancellation = timer.Token,
                EpochCompleted = _ =>
                {
                    if (timer.Lap() is not { } elapsed) return;
                    times.Add(elapsed);
                    if (times.Count % 20 == 0) peak = Math.Max(peak, FmaPeak.Measure());
                    timer.Restart();
                },
            };
            try
            {
                task = task with { Options = task.Options with { Patience = int.MaxValue, EpochCap = int.MaxValue } };
                TrainingLoop.Run(trainee, task, new TrainingProgress(task, run, new CpuTrainer()));
            }
            catch (OperationCanceledException)
            {
            }
            double median = Median(times), best = times.Min();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {median * 1e3:F2} | {best * 1e3:F2} | {operations / median / 1e9:F0} | {operations / best / 1e9:F0} | "
                    + $"{peak:F0} | {operations / median / 1e9 / peak:P0} | {operations / best / 1e9 / peak:P0} |"));
        }
    }

    private static (Trainee, NetworkTask) Of(MlpTask task, KernelSet kernels) =>
        (new MlpTrainee(task, kernels), task);

    private static (Trainee, NetworkTask) Of(VaeTask task, KernelSet kernels) =>
        (new VaeTrainee(task, kernels), task);

    private static (Trainee, NetworkTask) Of(CnnTask task, KernelSet kernels) =>
        (new CnnTrainee(task, kernels), task);

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Times epochs after the first three, in which code is still being compiled, and cancels when the time is up.</summary>
    private sealed class EpochTimer(double seconds)
    {
        private readonly CancellationTokenSource _source = new();
        private readonly long _begin = Stopwatch.GetTimestamp();
        private double _start = ThreadClock.Seconds;
        private int _epochs;

        public CancellationToken Token => _source.Token;

        public double? Lap()
        {
            double elapsed = ThreadClock.Seconds - _start;
            if (++_epochs <= 3)
            {
                Restart();
                return null;
            }
            if (Stopwatch.GetElapsedTime(_begin).TotalSeconds > seconds) _source.Cancel();
            return elapsed;
        }

        public void Restart() => _start = ThreadClock.Seconds;
    }
}
