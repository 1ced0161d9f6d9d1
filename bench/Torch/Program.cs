using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IonSweep.Kernels;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Torch;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Torch.Bench;
using TorchSharp;

// Network-epochs a second for groups of several sizes against one by one, floors beside them; with --paper the projected time of a recorded
// run. On a CPU: OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1, since libtorch's own setting does not reach its matrix products.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Option<TorchDevice> device = new("--device") { Description = "best, cpu or cuda", DefaultValueFactory = _ => TorchDevice.Best };
Option<double> seconds = new("--seconds") { Description = "measuring time for each size", DefaultValueFactory = _ => 3 };
Option<int[]> groups = new("--groups")
{
    Description = "group sizes",
    DefaultValueFactory = _ => [1, 8, 32, 64, 256],
    AllowMultipleArgumentsPerToken = true
};
Option<string?> paper = new("--paper") { Description = "folder of a finished run of the preset paper whose stop epochs are replayed" };
Option<int> threads = new("--threads") { Description = "threads of libtorch on a CPU", DefaultValueFactory = _ => 1 };
Option<bool> agreement = new("--agreement") { Description = "only compare losses with those of the trainer cpu" };
RootCommand command = new("Measures training many networks in one pass.") { device, seconds, groups, paper, threads, agreement };

command.SetAction(parsed =>
{
    TorchTrainer trainer;
    try
    {
        trainer = new TorchTrainer(new TorchOptions { Device = parsed.GetValue(device) });
    }
    catch (TorchUnavailableException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
    torch.Device place = torch.device(trainer.Device);
    if (!trainer.IsCuda) torch.set_num_threads(parsed.GetValue(threads));
    // One thread's processor time, so that neighbours on a shared machine do not count; a device's or several threads' time is the wall's.
    bool alone = !trainer.IsCuda && parsed.GetValue(threads) == 1;
    Func<double> now = alone ? () => ThreadClock.Seconds : () => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
    EpochClock clock = new(parsed.GetValue(seconds), now);
    PaperTasks tasks = new();
    Console.WriteLine(
        $"TorchSharp {typeof(torch).Assembly.GetName().Version}, device {trainer.Device}, {torch.get_num_threads()} thread(s), "
            + $"{(alone ? "processor" : "wall")} time");
    if (parsed.GetValue(agreement))
    {
        Agreement.Print(trainer, tasks);
        return 0;
    }
    Console.WriteLine("911-64-16-1, batch 64, 2,620 training and 749 validation rows unless said otherwise");
    Console.WriteLine();

    double plain = clock.Of((ended, cancellation) => PlainNetwork.Train(tasks.Mlp(0, false), place, ended, cancellation));
    double cpu = clock.Alone(new CpuTrainer(), tasks.Mlp(0, false));
    Floors floors = Floors.Measure(place, now);
    Console.WriteLine($"{"",-34}{"ms/epoch",10}{"ms/network",12}{"networks/s",12}{"x plain",9}{"launch ms",11}{"bytes ms",10}");
    void Row(string name, int networks, double epoch, (double Launch, double Move)? floor, bool comparable = true) => Console.WriteLine(
        $"{name,-34}{1e3 * epoch,10:F1}{1e3 * epoch / networks,12:F2}{networks / epoch,12:F1}"
        + $"{(comparable ? (plain * networks / epoch).ToString("F2") : ""),9}"
        + (floor is { } f ? $"{1e3 * f.Launch,11:F1}{1e3 * f.Move,10:F2}" : ""));
    Row("one by one, TorchSharp module", 1, plain, null);
    Row("one by one, trainer cpu, 1 core", 1, cpu, null);
    Dictionary<int, double> Measure(IEnumerable<int> sizes, bool augmented)
    {
        Dictionary<int, double> measured = [];
        int rows = augmented ? 5240 : 2620;
        foreach (int size in sizes)
        {
            measured[size] = clock.Together(trainer, Enumerable.Range(0, size).Select(i => tasks.Mlp(i, augmented)));
            Row($"torch, group of {size}{(augmented ? ", 5,240 rows" : "")}", size, measured[size],
                (floors.Launching(rows), floors.Moving(rows, size, PaperTasks.Ions)), comparable: !augmented);
        }
        return measured;
    }
    Dictionary<int, double> reference = Measure(parsed.GetValue(groups)!, augmented: false);
    Console.WriteLine();
    Console.WriteLine(
        $"launch: {1e6 * floors.LaunchSeconds:F2} us x {Floors.Launches} operations a step; bytes: at {floors.BytesPerSecond / 1e9:F0} "
            + $"GB/s of a large copy");

    if (parsed.GetValue(paper) is not { } folder) return 0;
    RecordedRun run;
    try
    {
        run = RecordedRun.Read(folder);
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
    Console.WriteLine();
    Dictionary<int, double> augmented = Measure([1, 8, 64, 192], augmented: true);
    Dictionary<int, double> Generators(bool conditioned) => new[] { 1, 8 }.ToDictionary(
        size => size,
        size =>
        {
            double epoch = clock.Together(trainer, Enumerable.Range(0, size).Select(fold => tasks.Vae(fold, conditioned)));
            Console.WriteLine(
                $"{$"torch, {size} {(conditioned ? "cVAE" : "VAE")}",-34}"
                + $"{1e3 * epoch,10:F1}{1e3 * epoch / size,12:F2}{size / epoch,12:F1}");
            return epoch;
        });
    Dictionary<int, double> vae = Generators(false), cvae = Generators(true);

    double compactAt = trainer.IsCuda ? 0.5 : 0.9;
    (string Name, int[] Epochs, Dictionary<int, double> Measured)[] phases =
    [
        ("references", run.Reference, reference), ("VAEs", run.Vae, vae), ("cVAEs", run.Cvae, cvae),
        ("augmented cells", run.Augmented, augmented),
    ];
    Console.WriteLine();
    Dictionary<string, double> took = [];
    foreach ((string name, int[] epochs, Dictionary<int, double> measured) in phases)
    {
        double phase = PaperProjection.Seconds(epochs, measured, compactAt);
        took[name] = phase;
        Console.WriteLine($"{name,-18}{epochs.Length,5} trainings, {epochs.Sum(),8} epochs, the longest {epochs.Max(),6}: {phase,10:F0} s");
    }
    double most = took.Values.Sum(), least = took["augmented cells"]
        + took.Where(phase => phase.Key != "augmented cells").Max(phase => phase.Value);
    Console.WriteLine(
        $"projected time of the recorded run on {trainer.Device}: {most:F0} s one phase after the other; {least:F0} s if references and "
            + $"generators");
    Console.WriteLine(
        "cost each other nothing, which they do where one core or the whole device is busy; target on one H200: at most 150 s");
    return 0;
});
return command.Parse(args).Invoke();
