using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>The page of the machines stays up to date by itself, and everybody can use it.</summary>
public sealed class MachinesPageTests
{
    [ChromiumFact]
    public async Task What_machines_do_appears_by_itself_and_the_focus_stays()
    {
        foreach ((ColorScheme scheme, int width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1100), (ColorScheme.Dark, 390)])
        {
            ScriptedSweepService service = new() { Machines = [MachineTests.Two[0]] };
            await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Dashboard = "/dashboard/" });
            await using BrowserSession browser = await BrowserSession.OpenAsync(scheme);
            IPage page = browser.Page;
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync(new Uri(server.Address, "/machines").AbsoluteUri);
            await page.Locator("a[href='/sweeps/other']").FocusAsync();
            service.Machines = MachineTests.Two;
            await page.GetByText("does not answer now").WaitForAsync();
            Assert.Equal("/sweeps/other", await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
            if (Axe.Script is not null) Assert.Empty(await Axe.ViolationsAsync(page));
            Assert.False(
                await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
            Assert.Empty(browser.Complaints);
        }
    }
}
