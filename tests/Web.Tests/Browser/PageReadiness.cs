using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>
/// Waits that the browser answers itself: on a busy machine an event of Playwright's, such as that a page has loaded, can come between its
/// looking and its listening.
/// </summary>
public static class PageReadiness
{
    /// <summary>Until the page's scripts have run.</summary>
    public static Task ReadyAsync(this IPage page) => page.WaitForFunctionAsync("() => document.readyState === 'complete'");

    /// <summary>Until another page is there, whose address has this pattern, and its scripts have run.</summary>
    public static async Task ReadyAsync(this IPage page, string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(address));
        await page.ReadyAsync();
    }
}
