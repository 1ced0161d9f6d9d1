using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using IonSweep.Client.Errors;

namespace IonSweep.Client.Tests;

/// <summary>The real executable in a process of its own, with its output redirected.</summary>
internal sealed partial class IonSweepProcess : IDisposable
{
    public const int Sigint = 2, Sigkill = 9, Sigterm = 15;

    /// <summary>Far above what any of these sweeps takes; a process that exceeds it hangs.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(7);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new(), _error = new();
    private readonly SemaphoreSlim _line = new(0);

    private IonSweepProcess(string folder, string[] args)
    {
        // Tests started in the background inherit an ignored SIGINT, which .NET respects; env gives the signal its meaning back.
        string program = Path.Combine(AppContext.BaseDirectory, "ionsweep");
        (string file, string[] arguments) = OperatingSystem.IsLinux() ? ("env", ["--default-signal=INT", program, .. args])
            : (program, args);
        ProcessStartInfo start = new(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Variables of a CI system must not switch colours on.
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment["TERM"] = "xterm-256color";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Take(_error, e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public string OutputSoFar => string.Join('\n', _output);

    public static IonSweepProcess Start(string folder, params string[] args) => new(folder, args);

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(string folder, params string[] args)
    {
        using IonSweepProcess process = new(folder, args);
        return await process.EndAsync();
    }

    /// <summary>Waits until a line of standard output satisfies the condition.</summary>
    public async Task<string> LineAsync(Func<string, bool> condition)
    {
        using CancellationTokenSource hang = new(Hang);
        for (int seen = 0; ;)
        {
            string[] lines = [.. _output];
            for (; seen < lines.Length; seen++)
                if (condition(lines[seen])) return lines[seen];
            if (_process.HasExited && _output.Count == lines.Length)
                throw new InvalidOperationException($"The process ended without such a line:\n{OutputSoFar}\n{string.Join('\n', _error)}");
            await _line.WaitAsync(TimeSpan.FromMilliseconds(100), hang.Token);
        }
    }

    public void Signal(int signal)
    {
        if (!_process.HasExited) Assert.Equal(0, Kill(_process.Id, signal));
    }

    public async Task<Ended> EndAsync()
    {
        using CancellationTokenSource hang = new(Hang);
        await _process.WaitForExitAsync(hang.Token);
        return new Ended(_process.ExitCode, string.Join('\n', _output), string.Join('\n', _error));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _line.Dispose();
    }

    private void Take(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        try
        {
            _line.Release();
        }
        catch (ObjectDisposedException)
        {
            // The last lines of a process that nobody waits for any more.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    public sealed record Ended(int ExitCode, string Output, string Error)
    {
        /// <summary>Fails with everything that the process said unless it ended with this code.</summary>
        public Ended Expect(int exitCode)
        {
            Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, expected {exitCode}.\n{Output}\n{Error}");
            return this;
        }
    }
}
