namespace IonSweep.Web.Tests.Browser;

/// <summary>A test that needs Chromium; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <summary>Path of the browser; null when there is none.</summary>
    public static string? Browser { get; } = Find();

    public ChromiumFactAttribute()
    {
        if (Browser is null) Skip = "Chromium is not installed; 'apt-get install chromium', or set CHROMIUM to its path.";
    }

    private static string? Find() =>
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome" }.FirstOrDefault(path => path is { Length: > 0 } && File.Exists(path));
}
