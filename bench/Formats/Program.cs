// Says how long files of spectra take to read, each time in a process of its own that has read nothing before: by the clock, and of
// processor time on all threads, which a busy machine changes less.
//   dotnet run -c Release --project bench/Formats -- [runs=5]
using System.Diagnostics;
using System.Globalization;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.FormatsBench;
using IonSweep.Spectra;

if (args is ["read", string kind, string path])
{
    TimeSpan before = Environment.CpuUsage.TotalTime;
    Stopwatch clock = Stopwatch.StartNew();
    int rows = kind == "csv" ? DatasetFile.Read(path).RowCount : ReadFolder(path);
    double elapsed = clock.Elapsed.TotalSeconds, used = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} {elapsed:R} {used:R}"));
    return 0;
}

int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
string folder = Directory.CreateTempSubdirectory("ionsweep-formats").FullName;
try
{
    Measure("3,744 × 919 values from CSV", "csv", SampleFiles.WriteCsv(folder), 0.3);
    Measure(string.Create(CultureInfo.InvariantCulture, $"{SampleFiles.SpcFiles} SPC files of {SampleFiles.SpcPoints} points"), "spc",
        SampleFiles.WriteSpc(folder), 2);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
return 0;

void Measure(string what, string kind, string path, double target)
{
    List<double> seconds = [], processor = [];
    for (int run = 0; run < runs; run++)
    {
        using Process reader = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [.. Own(), "read", kind, path]) { RedirectStandardOutput = true })!;
        string[] answer = reader.StandardOutput.ReadToEnd().Split(' ');
        reader.WaitForExit();
        seconds.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
        processor.Add(double.Parse(answer[2], CultureInfo.InvariantCulture));
    }
    seconds.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: fastest {seconds[0]:F2} s, median {seconds[runs / 2]:F2} s of {runs}, {processor.Min():F2} s of processor; ")
        + string.Create(CultureInfo.InvariantCulture, $"target {target} s"));
}

// Started by the host 'dotnet', this program is that one's first argument.
static IEnumerable<string> Own() =>
    Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

static int ReadFolder(string path)
{
    SpectraImport import = new();
    foreach (string file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        import.Add(DatasetFile.Open(file), ReadingOptions.Default, resample: null);
    return import.Count;
}
