using System.Globalization;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Report;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>Figures that answer a reader: values, enlarging, hiding; and the drawings that stay where there is no script.</summary>
public class FigureTests
{
    private const string Spectra = "#figure-dataset-spectra";

    [ChromiumFact]
    public async Task A_figure_tells_the_value_under_the_pointer_enlarges_what_is_dragged_over_and_hides_series()
    {
        await using RunningServer server = await RunningServer.StartAsync(await WithDatasetAsync());
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await OpenDatasetAsync(page, server);
        await page.Locator($"{Spectra} .plot canvas").First.WaitForAsync();

        Point point = await PointOfAsync(page, Spectra);
        await page.Mouse.MoveAsync((float)point.Left, (float)point.Top);
        ILocator tip = page.Locator($"{Spectra} .tip:not([hidden])");
        string said = await tip.InnerTextAsync();
        Assert.Contains(point.Name, said);
        Assert.Contains(point.X.ToString(CultureInfo.InvariantCulture), said);
        Assert.Contains(point.Y.ToString(CultureInfo.InvariantCulture), said);

        await Pictures.TakeAsync(page, "figures-value");
        ILocator plot = page.Locator($"{Spectra} .plot").First;
        double before = await SpanAsync(page);
        LocatorBoundingBoxResult over = (await plot.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(over.X + over.Width * 0.2f, over.Y + over.Height * 0.2f);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(over.X + over.Width * 0.6f, over.Y + over.Height * 0.7f, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "yes");
        Assert.InRange(await SpanAsync(page) / before, 0.38, 0.42);
        await page.Locator(Spectra).GetByRole(AriaRole.Button, new() { Name = "Reset zoom" }).ClickAsync();
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "no");
        Assert.Equal(before, await SpanAsync(page), 1e-9);

        ILocator toggle = page.Locator(Spectra).GetByRole(AriaRole.Button, new() { Name = point.Legend, Exact = true });
        await toggle.PressAsync("Enter");
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-pressed", "false");
        await page.Mouse.MoveAsync((float)point.Left + 1, (float)point.Top);
        await page.Mouse.MoveAsync((float)point.Left, (float)point.Top);
        Assert.DoesNotContain(point.Name + "\n", await page.Locator($"{Spectra} .tip").First.InnerTextAsync() + "\n");
        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task The_keyboard_reads_values_one_by_one_and_zooms()
    {
        await using RunningServer server = await RunningServer.StartAsync(await WithDatasetAsync());
        await using BrowserSession browser = await BrowserSession.OpenAsync(ColorScheme.Dark);
        IPage page = browser.Page;
        await page.SetViewportSizeAsync(390, 800);
        await OpenDatasetAsync(page, server);
        await page.Locator("#figure-dataset-outliers").ScrollIntoViewIfNeededAsync();
        ILocator plot = page.Locator("#figure-dataset-outliers .plot");
        await plot.Locator("canvas").WaitForAsync();
        await plot.FocusAsync();
        HashSet<string> read = [];
        for (int i = 0; i < 5; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
            read.Add(await plot.Locator(".reader").TextContentAsync() ?? "");
        }
        Assert.Equal(5, read.Count);
        Assert.All(read, one => Assert.Matches(@"^row \d+, T² .* [\d.]+, Q .* [\d.]+(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$", one));
        await Pictures.TakeAsync(page, "figures-keys");
        await page.Keyboard.PressAsync("+");
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "yes");
        await page.Keyboard.PressAsync("0");
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "no");
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task Without_a_script_and_in_print_the_drawings_stand_there()
    {
        await using RunningServer server = await RunningServer.StartAsync(await WithDatasetAsync());
        await using (BrowserSession browser = await BrowserSession.OpenAsync(scripts: false))
        {
            await OpenDatasetAsync(browser.Page, server);
            Assert.True((await browser.Page.Locator($"{Spectra} svg").BoundingBoxAsync())!.Width > 800);
            Assert.Equal(0, await browser.Page.Locator(".explorer").CountAsync());
        }
        await using BrowserSession printed = await BrowserSession.OpenAsync();
        await OpenDatasetAsync(printed.Page, server);
        await printed.Page.Locator($"{Spectra} .plot canvas").First.WaitForAsync();
        Assert.Equal(1, (await printed.Page.Locator($"{Spectra} svg").BoundingBoxAsync())!.Width); // for screen readers alone
        Assert.Equal(1, await printed.Page.Locator(Spectra).GetByRole(AriaRole.Img).CountAsync());
        await printed.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True((await printed.Page.Locator($"{Spectra} svg").BoundingBoxAsync())!.Width > 600);
        Assert.False(await printed.Page.Locator($"{Spectra} .explorer").IsVisibleAsync());
    }

    [ChromiumFact]
    public async Task Figures_of_a_report_on_disk_answer_offline_and_ask_nobody()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("ionsweep-report-").FullName, "report.html");
        await File.WriteAllTextAsync(file, await ReportDocument.RenderAsync(SampleReport.Create(5, 40, 4, 120)));
        try
        {
            await using BrowserSession browser = await BrowserSession.OpenAsync(offline: true);
            IPage page = browser.Page;
            List<string> asked = [];
            page.Request += (_, request) => asked.Add(request.Url);
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            foreach (string figure in (string[])["#figure-mae", "#figure-spectra", "#figure-predictions-zn2", "#figure-learning-zn2"])
            {
                await page.Locator(figure).ScrollIntoViewIfNeededAsync();
                await page.Locator($"{figure} canvas").First.WaitForAsync();
                Point point = await PointOfAsync(page, figure);
                await page.Mouse.MoveAsync((float)point.Left, (float)point.Top);
                Assert.Contains(point.Y.ToString(CultureInfo.InvariantCulture),
                    await page.Locator($"{figure} .tip:not([hidden])").InnerTextAsync());
            }
            Assert.All(asked, url => Assert.Matches("^(file|data):", url));
            Assert.Empty(browser.Complaints);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    // What a figure below moves down would otherwise slip from under the pointer: a press there would be no click.
    [ChromiumFact]
    public async Task Nothing_moves_while_a_reader_presses()
    {
        await using BrowserSession browser = await BrowserSession.OpenAsync(offline: true);
        IPage page = browser.Page;
        await page.SetContentAsync(await ReportDocument.RenderAsync(SampleReport.Create(5, 40, 4, 120)));
        ILocator figure = page.Locator("#figure-learning-zn2 .explored");
        await page.Locator("h1").HoverAsync();
        await page.Mouse.DownAsync();
        await page.EvaluateAsync("""
            async () => {
                document.querySelector('#figure-learning-zn2').scrollIntoView();
                for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame); // all that sees figures has run
            }
            """);
        Assert.Equal(0, await figure.CountAsync());
        await page.Mouse.UpAsync();
        await figure.WaitForAsync();
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task The_curve_of_a_running_training_answers_and_what_is_enlarged_stays_enlarged_as_it_grows()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec(), "one");
        await using BrowserSession browser = await BrowserSession.OpenAsync();
        IPage page = browser.Page;
        await page.GotoAsync(new Uri(server.Address, "/sweeps/one").AbsoluteUri);
        ILocator running = page.Locator("[data-fragment=running]"), plot = running.Locator(".plot");
        Train(1, 5);
        await plot.Locator("canvas").WaitForAsync();
        Train(6, 9);
        await page.WaitForFunctionAsync("() => document.querySelector('[data-fragment=running] .area')?.plot?.scales.x.max >= 9");
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("+");
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "yes");
        await Pictures.TakeAllAsync(page, "figures-running");
        await page.Locator("h1").ClickAsync(); // while somebody is at it, it stays as it is
        Train(10, 14);
        await running.GetByText("epoch 14").WaitForAsync();
        await Assertions.Expect(plot).ToHaveAttributeAsync("data-zoomed", "yes");
        Assert.Empty(browser.Complaints);

        void Train(int from, int to)
        {
            for (int epoch = from; epoch <= to; epoch++)
                service.Advance("one", "cells/0/zn2/e", WorkStatus.Running, new(epoch, 1f / epoch, 2f / epoch, epoch, 2f / epoch));
        }
    }

    private static async Task<ScriptedSweepService> WithDatasetAsync()
    {
        ScriptedSweepService service = new();
        await service.StoreDatasetAsync(DatasetFile.Read(
            new FileContent("small.csv", System.Text.Encoding.UTF8.GetBytes(TrainingServer.SmallCsv())), new ReadingOptions()));
        return service;
    }

    private static async Task OpenDatasetAsync(IPage page, RunningServer server)
    {
        await page.GotoAsync(server.Address + "datasets");
        await page.GetByRole(AriaRole.Link, new() { Name = "small" }).First.ClickAsync();
        await page.Locator(Spectra).WaitForAsync();
    }

    private static Task<double> SpanAsync(IPage page) => page.EvaluateAsync<double>(
        "figure => { const { min, max } = document.querySelector(`${figure} .area`).plot.scales.x; return max - min; }", Spectra);

    /// <summary>The highest point of a figure's first plot, and where it is on the screen.</summary>
    private static async Task<Point> PointOfAsync(IPage page, string figure)
    {
        await page.Locator($"{figure} .area").First.ScrollIntoViewIfNeededAsync();
        await SettledAsync(page);
        return await page.EvaluateAsync<Point>("""
            figure => {
                const data = JSON.parse(document.querySelector(`${figure} script`).textContent);
                const plot = document.querySelector(`${figure} .area`).plot, box = plot.over.getBoundingClientRect();
                const all = data.plots[0].series.filter(one => one.kind !== 'band' && one.colour !== 'soft');
                const top = one => Math.max(...one.y), series = all.reduce((best, one) => top(one) > top(best) ? one : best);
                const at = series.y.indexOf(top(series));
                const [x, y] = [data.xs[series.x][at], series.y[at]];
                return { name: series.names?.[at] ?? series.name, legend: series.legend, x, y,
                    left: box.left + plot.valToPos(x, 'x'), top: box.top + plot.valToPos(y, 'y') };
            }
            """, figure);
    }

    /// <summary>All figures in sight, and as far beside it as they are made to answer, do so: nothing moves any more.</summary>
    private static Task SettledAsync(IPage page) => page.WaitForFunctionAsync("""
        () => [...document.querySelectorAll('[data-figure]')].every(figure => {
            const { top, bottom } = figure.getBoundingClientRect();
            return bottom < -300 || top > innerHeight + 300 || !figure.querySelector(':scope > script') || figure.matches('.explored');
        })
        """);

    private sealed class Point
    {
        public string Name { get; set; } = "";

        public string Legend { get; set; } = "";

        public double X { get; set; }

        public double Y { get; set; }

        public double Left { get; set; }

        public double Top { get; set; }
    }
}
