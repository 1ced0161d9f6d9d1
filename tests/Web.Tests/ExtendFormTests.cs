using System.Net;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Web.Tests;

/// <summary>Extending a sweep from its page.</summary>
public class ExtendFormTests
{
    [Fact]
    public async Task The_form_offers_what_the_sweep_has_not_and_asks_the_service_for_what_was_chosen()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(new SweepSpec { Folds = 4 }, "one"); // e and vae-n of the network
        string page = await server.Client.GetStringAsync("/sweeps/one");
        Assert.Contains("name=\"strategies\" value=\"noise\"", page);
        Assert.DoesNotContain("name=\"strategies\" value=\"vae-n\"", page);
        Assert.Contains("name=\"models\" value=\"pls\"", page);
        Assert.DoesNotContain("name=\"models\" value=\"mlp\"", page);

        using HttpResponseMessage done = await PostAsync("8", ("strategies", "noise"), ("strategies", "sim"), ("models", "pls"));
        Assert.Equal((HttpStatusCode.SeeOther, "/sweeps/one"), (done.StatusCode, done.Headers.Location!.OriginalString));
        (string id, SweepExtension extension) = Assert.Single(service.Extensions);
        Assert.Equal(("one", 8), (id, extension.Folds));
        Assert.Equal(["noise", "sim"], extension.Strategies);
        Assert.Equal(["pls"], extension.Models);

        using HttpResponseMessage wrong = await PostAsync("many");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("folds: expected a whole number, found", await wrong.Content.ReadAsStringAsync());
        Assert.Single(service.Extensions);

        Task<HttpResponseMessage> PostAsync(string folds, params (string, string)[] chosen) => server.Client.PostAsync(
            "/sweeps/one/extend", new FormUrlEncodedContent(
                chosen.Append(("folds", folds)).Select(one => new KeyValuePair<string, string>(one.Item1, one.Item2))));
    }
}
