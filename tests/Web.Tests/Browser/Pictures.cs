using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Pictures of pages, to be looked at: in the folder that IONSWEEP_SCREENSHOTS names, and none where it is not set.</summary>
internal static partial class Pictures
{
    private const int Tallest = 16_000; // pixels

    private static readonly string? Folder = Environment.GetEnvironmentVariable("IONSWEEP_SCREENSHOTS");

    /// <summary>Brings all of a page into sight, so that every figure of it answers.</summary>
    public static async Task UnrollAsync(IPage page)
    {
        int width = page.ViewportSize!.Width;
        await page.SetViewportSizeAsync(width, Math.Clamp(await page.EvaluateAsync<int>("() => document.body.scrollHeight"), 900, Tallest));
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-figure]:has(> script)')].every(one => "
            + "one.classList.contains('explored') || one.getBoundingClientRect().top > innerHeight)");
    }

    /// <summary>Takes a picture of a page as it is.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is not { Length: > 0 }) return;
        string file = $"{Odd().Replace(name, "-")}.png".ToLowerInvariant();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = true });
    }

    /// <summary>Takes pictures of a page in light and dark, and at the width of a phone; it is light and wide afterwards.</summary>
    public static async Task TakeAllAsync(IPage page, string name)
    {
        if (Folder is not { Length: > 0 }) return;
        PageViewportSizeResult size = page.ViewportSize!;
        foreach ((ColorScheme scheme, int width) in ((ColorScheme, int)[])[(ColorScheme.Dark, 1100), (ColorScheme.Light, 390),
            (ColorScheme.Light, 1100)])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, size.Height);
            await TakeAsync(page, $"{name}-{scheme}-{width}");
        }
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    [GeneratedRegex("[^A-Za-z0-9-]+")]
    private static partial Regex Odd();
}
