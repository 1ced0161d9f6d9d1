using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Chromium with one page; remembers what went wrong on its console.</summary>
public sealed class BrowserSession : IAsyncDisposable
{
    private const int Patience = 120_000; // ms: machines that test are busy

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser, Page) = (playwright, browser, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Complaints.Add($"{message.Type}: {message.Text}"); };
        page.PageError += (_, error) => Complaints.Add($"exception: {error}");
        page.RequestFailed += (_, request) => { if (!IsAborted(request)) Complaints.Add($"failed: {request.Url} {request.Failure}"); };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, uncaught exceptions, failed requests.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens a page.</summary>
    public static async Task<BrowserSession> OpenAsync(
        ColorScheme scheme = ColorScheme.Light, bool offline = false, bool scripts = true)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--no-first-run"],
        });
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            Offline = offline,
            JavaScriptEnabled = scripts,
            AcceptDownloads = true,
            ViewportSize = new ViewportSize { Width = 1100, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        return new BrowserSession(playwright, browser, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    // A page that is left closes its event stream, and a download takes over its request.
    private static bool IsAborted(IRequest request) => request.Failure?.Contains("ERR_ABORTED", StringComparison.Ordinal) == true;
}
