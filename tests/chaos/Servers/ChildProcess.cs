using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IonSweep.Chaos.Servers;

/// <summary>A process that ends with this one, whose output is kept.</summary>
public sealed partial class ChildProcess : IDisposable
{
    private const int SigTerm = 15, KeptLines = 5000;
    private static readonly ConcurrentDictionary<ChildProcess, byte> Running = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (ChildProcess child in Running.Keys) child.Kill();
    };

    /// <summary>Starts it.</summary>
    public ChildProcess(string command, IEnumerable<string> arguments, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? ""
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new FileNotFoundException($"'{command}' cannot be started: {e.Message}", e);
        }
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Running.TryAdd(this, 0);
    }

    /// <summary>It still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Exit code of a process that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>Its last lines.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>A program in a folder of PATH; null when there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Ends it as a lost machine does: kill -9.</summary>
    public void Kill()
    {
        Running.TryRemove(this, out _);
        if (_process.HasExited) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Seconds that it took.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<TimeSpan> StopAsync(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        Running.TryRemove(this, out _);
        if (!_process.HasExited) SendSignal(_process.Id, SigTerm);
        await UntilEndedAsync(limit);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits until it has ended; one that does not is killed.</summary>
    /// <exception cref="TimeoutException">It did not end in time; says what it wrote last.</exception>
    public async Task UntilEndedAsync(TimeSpan limit)
    {
        using CancellationTokenSource timeout = new(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException(
                $"{_process.StartInfo.FileName} did not end within {limit}. Its last lines:\n{string.Join('\n', Output.TakeLast(20))}");
        }
    }

    /// <summary>Waits until something holds, while the process runs.</summary>
    /// <exception cref="InvalidOperationException">It ended or the time did; says what it wrote last.</exception>
    public async Task UntilAsync(Func<Task<bool>> holds, TimeSpan limit, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (!IsRunning || Stopwatch.GetElapsedTime(start) > limit)
                throw new InvalidOperationException(
                    $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}: {what} did not happen"
                    + $"{(IsRunning ? $" within {limit}" : $"; it ended with {ExitCode}")}. Its last "
                    + $"lines:\n{string.Join('\n', Output.TakeLast(20))}");
            await Task.Delay(100);
        }
    }

    /// <summary>Whether somebody listens at a port of this machine.</summary>
    public static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        while (_output.Count > KeptLines) _output.TryDequeue(out _);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
