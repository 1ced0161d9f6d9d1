using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace IonSweep.ServerLoad;

/// <summary>An <c>ionsweep serve</c> in a process and folder of its own that trains one sweep on one thread.</summary>
internal sealed class ServedSweep : IDisposable
{
    private readonly string _folder;
    private Process _process;

    private ServedSweep(Process process, string folder, Uri address, string sweepId) =>
        (_process, _folder, Address, SweepId) = (process, folder, address, sweepId);

    public Uri Address { get; private set; }

    public string SweepId { get; }

    /// <summary>Resident memory of the server, bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    // Long enough to train throughout, whatever the machine.
    public static Task<ServedSweep> StartAsync() => StartAsync(http => http.PostAsync(
        "/api/sweeps", JsonContent.Create(new { preset = "quick", folds = 40 })));

    /// <param name="submit">Submits the sweep; its answer names it.</param>
    public static async Task<ServedSweep> StartAsync(Func<HttpClient, Task<HttpResponseMessage>> submit)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-load-").FullName;
        (Process process, Uri address) = await ServeAsync(folder);
        using HttpClient http = new() { BaseAddress = address };
        using HttpResponseMessage answer = await submit(http);
        answer.EnsureSuccessStatusCode();
        string id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        return new ServedSweep(process, folder, address, id);
    }

    /// <summary>Ends the server and starts another on its folder, which has nothing in memory yet.</summary>
    public async Task RestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        (_process, Address) = await ServeAsync(_folder);
    }

    /// <summary>CPU seconds so far of the server but for its trainer threads.</summary>
    public double ServingSeconds()
    {
        // From the process's sum, which keeps what threads used that have ended.
        double ticks = Ticks(File.ReadAllText($"/proc/{_process.Id}/stat"));
        foreach (string task in Directory.EnumerateDirectories($"/proc/{_process.Id}/task"))
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(task, "stat"));
                if (stat[(stat.IndexOf('(') + 1)..].StartsWith("trainer", StringComparison.Ordinal)) ticks -= Ticks(stat);
            }
            catch (IOException)
            {
                // a thread that ended meanwhile
            }
        }
        return ticks / 100; // Linux counts in hundredths of a second

        static double Ticks(string stat)
        {
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // utime, stime
            return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Share of a core that the same threads use during some time.</summary>
    public async Task<double> ServingShareAsync(TimeSpan time)
    {
        double before = ServingSeconds();
        Stopwatch clock = Stopwatch.StartNew();
        await Task.Delay(time);
        return (ServingSeconds() - before) / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(Process Process, Uri Address)> ServeAsync(string folder)
    {
        Process process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "ionsweep"),
            ["serve", "--urls", "http://127.0.0.1:0", "--data-dir", folder, "--threads", "1"])
        { RedirectStandardOutput = true })!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return (process, new Uri(line["Listening on ".Length..]));
    }
}
