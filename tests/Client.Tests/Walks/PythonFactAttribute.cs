using System.ComponentModel;
using System.Diagnostics;
using IonSweep.Client.Errors;

namespace IonSweep.Client.Tests.Walks;

/// <summary>A test that needs a Python with some modules; skipped, naming them, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["numpy"] = "python3-numpy",
        ["sklearn"] = "python3-sklearn",
        ["pip"] = "python3-pip",
        ["setuptools"] = "python3-setuptools",
        ["wheel"] = "python3-wheel",
    };

    /// <param name="modules">What it needs; numpy where none is named.</param>
    public PythonFactAttribute(params string[] modules)
    {
        if (modules.Length == 0) modules = ["numpy"];
        if (Python(modules) is null)
            Skip = $"There is no Python with {string.Join(", ", modules)}; "
                + $"'apt-get install {string.Join(' ', modules.Select(module => Packages[module]))}', or set PYTHON to one that has them.";
    }

    /// <summary>The first Python that has the modules; null when none has.</summary>
    public static string? Python(params string[] modules) =>
        new[] { Environment.GetEnvironmentVariable("PYTHON"), "python3", "/usr/bin/python3" }.FirstOrDefault(
            python => Has(python, "import sys, importlib.util\n"
                + $"sys.exit(any(importlib.util.find_spec(name) is None for name in '{string.Join(' ', modules)}'.split()))"));

    private static bool Has(string? python, string script)
    {
        if (string.IsNullOrEmpty(python)) return false;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", script]) { RedirectStandardError = true })!;
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
