using System.Diagnostics;

namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>Programs that the tests use; a test that needs one is skipped, saying so, where it is not installed.</summary>
public static class InstalledProgram
{
    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(string program, params string[] arguments) =>
        RunIn(Repository.Root, program, arguments);

    /// <summary>Runs a program to its end in a folder.</summary>
    public static (int ExitCode, string Output, string Error) RunIn(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Why a test that needs a program cannot run here; null when it is on PATH.</summary>
    public static string? Missing(string program, string install) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed; '{install}'.";

    /// <summary>Why nothing can be rendered here; null when it can.</summary>
    public static string? WithoutKubectl => Missing("kubectl", "apt-get install kubernetes-client");
}
