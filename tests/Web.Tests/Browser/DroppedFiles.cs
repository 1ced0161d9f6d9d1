using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Files as a person drops them on a page.</summary>
public static class DroppedFiles
{
    /// <summary>Drops files on the first element of a selector, once the page's scripts have run.</summary>
    public static async Task DropAsync(this IPage page, string zone, params (string Name, string Text)[] files)
    {
        await page.Locator(zone).First.WaitForAsync();
        await page.ReadyAsync();
        IJSHandle dropped = await page.EvaluateHandleAsync(
            """
            files => {
                const all = new DataTransfer();
                for (const [name, text] of files) all.items.add(new File([text], name));
                return all;
            }
            """, files.Select(file => new[] { file.Name, file.Text }).ToArray());
        await page.Locator(zone).First.DispatchEventAsync("dragover", new { dataTransfer = dropped });
        await page.Locator(zone).First.DispatchEventAsync("drop", new { dataTransfer = dropped });
    }
}
