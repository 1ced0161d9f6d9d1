using System.Diagnostics;
using System.Text;

namespace IonSweep.Client.Tests.Walks;

/// <summary>A program that a test runs to its end.</summary>
internal static class ProgramRun
{
    /// <summary>How it ended, and what it wrote to both of its outputs, line by line.</summary>
    /// <param name="start">The program.</param>
    /// <param name="limit">After which it is killed and the test fails.</param>
    public static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = new() { StartInfo = start };
        StringBuilder output = new();
        void Keep(string? line)
        {
            lock (output) output.AppendLine(line);
        }
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource hang = new(limit);
        try
        {
            await process.WaitForExitAsync(hang.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, output.ToString());
    }
}
