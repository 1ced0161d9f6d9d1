using System.Net;
using System.Text.Json;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Web.Tests;

/// <summary>Sweeps side by side over HTTP and on a page; the numbers themselves are tested with the comparer.</summary>
public class CompareTests
{
    [Fact]
    public async Task Sweeps_are_compared_on_shared_folds_and_those_that_share_none_are_refused_with_the_setting()
    {
        ScriptedSweepService service = new() { Work = LargeSweep.Work, Report = LargeSweep.Report };
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(LargeSweep.Spec, "one");
        await service.SubmitAsync(LargeSweep.Spec with { Scaling = ChannelScalingRows.Dataset }, "two");
        await service.SubmitAsync(LargeSweep.Spec with { Seed = 2 }, "seeded");

        JsonElement compared = JsonDocument.Parse(await server.Client.GetStringAsync("/api/compare?sweeps=one,two")).RootElement;
        Assert.Equal(8, compared.GetProperty("targets").GetArrayLength());
        JsonElement zinc = compared.GetProperty("targets")[0];
        Assert.Equal(125, zinc.GetProperty("folds").GetArrayLength());
        JsonElement second = zinc.GetProperty("columns")[1];
        Assert.Equal("one:e", second.GetProperty("reference").GetString());
        Assert.Equal("equivalent", second.GetProperty("comparison").GetProperty("verdict").GetString()); // the same errors
        Assert.Equal("two: scaling is \"dataset\", was \"training\"", compared.GetProperty("differences")[0].GetString());

        JsonElement chosen = JsonDocument.Parse(await server.Client.GetStringAsync(
            "/api/compare?columns=two:e/pls,two:noise/pls&columns=one:e/pls&reference=one:e")).RootElement;
        Assert.Equal(["one:e", "two:e/pls", "two:noise/pls", "one:e/pls"],
            chosen.GetProperty("targets")[0].GetProperty("columns").EnumerateArray()
                .Select(column => column.GetProperty("column").GetString()));

        JsonElement seed =
            await ApiTests.ProblemAsync(await server.Client.GetAsync("/api/compare?sweeps=one,seeded"), HttpStatusCode.Conflict);
        Assert.Equal(("urn:ionsweep:sweeps-not-comparable", "seed"),
            (seed.GetProperty("type").GetString(), seed.GetProperty("field").GetString()));
        await ApiTests.ProblemAsync(await server.Client.GetAsync("/api/compare?sweeps=one,none"), HttpStatusCode.NotFound);
        JsonElement column = await ApiTests.ProblemAsync(
            await server.Client.GetAsync("/api/compare?columns=one:e,one:nois"), HttpStatusCode.BadRequest);
        Assert.Contains("did you mean 'one:noise'", column.GetProperty("detail").GetString());
        await ApiTests.ProblemAsync(await server.Client.GetAsync("/api/compare"), HttpStatusCode.BadRequest);

        HttpResponseMessage page = await server.Client.GetAsync("/compare?sweeps=one&sweeps=seeded");
        Assert.Equal(HttpStatusCode.Conflict, page.StatusCode);
        string text = await page.Content.ReadAsStringAsync();
        Assert.Contains("seed is 1 and 2", text);
        Assert.Contains("name=\"sweeps\" value=\"two\"", text); // choose again
    }
}
