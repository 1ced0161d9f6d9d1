using System.ComponentModel;
using System.Diagnostics;
using IonSweep.Client.Errors;

namespace IonSweep.Client.Tests.Walks;

/// <summary>A test that needs a Python with numpy; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NumpyFactAttribute : FactAttribute
{
    public NumpyFactAttribute()
    {
        if (Python is null) Skip = "There is no Python with numpy; 'apt-get install python3-numpy', or set PYTHON to one that has it.";
    }

    /// <summary>The first Python that has numpy; null when none has.</summary>
    public static string? Python { get; } =
        new[] { Environment.GetEnvironmentVariable("PYTHON"), "python3", "/usr/bin/python3" }.FirstOrDefault(HasNumpy);

    private static bool HasNumpy(string? python)
    {
        if (string.IsNullOrEmpty(python)) return false;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
