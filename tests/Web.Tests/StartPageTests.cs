using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Web.Tests;

/// <summary>What a sweep is started with: chosen in a form, or written beside it, and what it comes to.</summary>
public class StartPageTests
{
    private static readonly SpectralDataset Small = DatasetFile.Read(
        new FileContent("small.csv", Encoding.UTF8.GetBytes(TrainingServer.SmallCsv())));

    [Fact]
    public async Task A_spec_is_planned_without_starting_and_an_error_names_field_and_line()
    {
        await using TrainingServer training = await TrainingServer.StartAsync();
        HttpClient client = training.Server.Client;
        string sha256 = await training.Service.StoreDatasetAsync(Small);
        string data = $"data: {{source: stored, sha256: {sha256}}}\n";
        JsonElement plan = await PlanAsync(HttpStatusCode.OK, $"preset: search\nfolds: 3\n{data}");
        // 3 folds × 2 targets × 3 models; searches and trust come on top
        Assert.Equal((18, 33), (plan.GetProperty("cells").GetInt32(), plan.GetProperty("workItems").GetInt32()));
        Assert.True(plan.GetProperty("expectedSeconds").GetDouble() > 0);
        Assert.Contains("speed of this machine", plan.GetProperty("basis").GetString());
        Assert.Equal($"preset: search\ndata:\n  source: stored\n  sha256: {sha256}\nfolds: 3\n", plan.GetProperty("spec").GetString());
        Assert.Empty(await training.Service.ListAsync());

        JsonElement error = await PlanAsync(HttpStatusCode.BadRequest, $"preset: search\n{data}targets: [zinc]\n");
        Assert.Equal(("targets", 3), (error.GetProperty("field").GetString(), error.GetProperty("line").GetInt32()));
        error = await PlanAsync(HttpStatusCode.BadRequest, $"preset: search\n{data}search:\n  innerFolds: 1\n");
        Assert.Equal(("search.innerFolds", 4), (error.GetProperty("field").GetString(), error.GetProperty("line").GetInt32()));
        error = await PlanAsync(HttpStatusCode.BadRequest, "preset: search\nfolds: many\n");
        Assert.Equal(("folds", 2), (error.GetProperty("field").GetString(), error.GetProperty("line").GetInt32()));

        async Task<JsonElement> PlanAsync(HttpStatusCode status, string spec)
        {
            using HttpResponseMessage answer = await client.PostAsync(
                "/api/sweeps/plan", new StringContent(spec, Encoding.UTF8, "application/yaml"));
            Assert.Equal(status, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    [Fact]
    public async Task The_catalog_says_a_sentence_of_everything_that_a_spec_can_name()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        JsonElement catalog = await server.Client.GetFromJsonAsync<JsonElement>("/api/catalog");
        foreach ((string list, string known) in new[]
        {
            ("presets", "search"), ("strategies", "vae-n"), ("models", "pls"), ("preprocessings", "snv"),
        })
        {
            JsonElement[] entries = [.. catalog.GetProperty(list).EnumerateArray()];
            Assert.Contains(entries, entry => entry.GetProperty("name").GetString() == known);
            Assert.All(entries, entry =>
            {
                Assert.NotEqual("", entry.GetProperty("title").GetString());
                Assert.Matches(@"\A\p{Lu}.{10,}[^.]\.\z", entry.GetProperty("description").GetString());
            });
        }
    }

    [Fact]
    public async Task The_form_by_itself_starts_what_was_chosen_on_the_data_that_was_chosen()
    {
        (ScriptedSweepService service, RunningServer server, string sha256) = await ServedAsync();
        await using RunningServer _ = server;
        List<KeyValuePair<string, string>> form = Fields(await server.Client.GetStringAsync($"/start?data={sha256}&preset=custom"));
        form.RemoveAll(field => field is { Key: "targets", Value: "ni2" } or { Key: "strategies" });
        form.AddRange([new("strategies", "sim"), new("models", "pls"), new("steps", "snv")]);
        Set(form, "folds", "4");
        using HttpResponseMessage answer = await server.Client.PostAsync("/start", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        SweepSpec spec = Assert.Single(service.Submitted);
        Assert.Equal((sha256, 4, "cu2", "e sim", "mlp pls", "snv"),
            (spec.Data.Sha256, spec.Folds, spec.Targets.Single(), string.Join(' ', spec.Strategies), string.Join(' ', spec.Models),
                spec.Preprocessing.Single().Kind));
    }

    [Fact]
    public async Task Form_and_spec_follow_each_other_and_what_only_the_spec_says_stays()
    {
        (ScriptedSweepService service, RunningServer server, string sha256) = await ServedAsync();
        await using RunningServer _ = server;
        string page = await server.Client.GetStringAsync($"/start?data={sha256}");
        Assert.Contains("1 min 15 s", page);
        List<KeyValuePair<string, string>> form = Fields(page);
        Set(form, "spec", $"preset: search\ndata: {{source: stored, sha256: {sha256}}}\nsearch:\n  race: 3\n  methods: [pls]\nseed: 9\n");
        page = await SendAsync("look");
        form = Fields(page);
        Assert.Equal(["pls"], form.Where(field => field.Key == "methods").Select(field => field.Value));
        Assert.Equal("9", form.Single(field => field.Key == "seed").Value);

        form.RemoveAll(field => field is { Key: "pipelines", Value: not ("SNV" or "none") });
        form = Fields(page = await SendAsync("look"));
        string spec = form.Single(field => field.Key == "spec").Value;
        Assert.Contains("race: 3", spec);
        Assert.Contains("pipelines: [[], [{kind: snv}]]", spec);

        Set(form, "seed", "10");
        Set(form, "spec", spec + "folds: 2\n");
        Assert.Contains("Both the form and the spec beside it were changed.", await SendAsync("start"));
        Assert.Empty(service.Submitted);

        form = Fields(await SendAsync("preset", ("preset", "augment")));
        Assert.Contains($"sha256: {sha256}", form.Single(field => field.Key == "spec").Value);
        Assert.Contains(form, field => field is { Key: "strategies", Value: "mixup" });

        async Task<string> SendAsync(string use, params (string Key, string Value)[] more)
        {
            foreach ((string key, string value) in more) Set(form, key, value);
            using HttpResponseMessage answer = await server.Client.PostAsync(
                use == "start" ? "/start" : "/start/look", new FormUrlEncodedContent([.. form, new("use", use)]));
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_sweep_is_copied_with_all_that_its_spec_says()
    {
        await using TrainingServer training = await TrainingServer.StartAsync();
        string sha256 = await training.Service.StoreDatasetAsync(Small);
        SweepSummary sweep = await training.Service.SubmitAsync(new SweepSpec
        {
            Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 },
            Folds = 1,
            Seed = 3,
            Models = ["pls"],
            Strategies = [],
            Pls = new PlsSpec { MaximumComponents = 5 },
        });
        string page = WebUtility.HtmlDecode(await training.Server.Client.GetStringAsync($"/start?copy={sweep.Id}"));
        foreach (string line in (string[])[$"sha256: {sha256}", "seed: 3", "models: [pls]", "maximumComponents: 5"])
            Assert.Contains(line, page);
        using HttpResponseMessage none = await training.Server.Client.GetAsync("/start?copy=nothing");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<(ScriptedSweepService Service, RunningServer Server, string Sha256)> ServedAsync()
    {
        ScriptedSweepService service = new();
        return (service, await RunningServer.StartAsync(service), await service.StoreDatasetAsync(Small));
    }

    // What a browser would send of the page as it stands.
    private static List<KeyValuePair<string, string>> Fields(string page)
    {
        page = page[page.IndexOf("id=\"start\"", StringComparison.Ordinal)..];
        List<KeyValuePair<string, string>> fields = [];
        foreach (Match input in Regex.Matches(page, "<input ([^>]*)>"))
        {
            string Attribute(string name) => Regex.Match(input.Value, $" {name}=\"([^\"]*)\"").Groups[1].Value;
            if (input.Value.Contains("checkbox") && (!input.Value.Contains(" checked") || input.Value.Contains(" disabled"))) continue;
            fields.Add(new(Attribute("name"), WebUtility.HtmlDecode(Attribute("value"))));
        }
        foreach (Match select in Regex.Matches(page, "<select[^>]* name=\"(\\w+)\".*?</select>", RegexOptions.Singleline))
            if (Regex.Match(select.Value, "value=\"([^\"]*)\" selected") is { Success: true } chosen)
                fields.Add(new(select.Groups[1].Value, chosen.Groups[1].Value));
        Match text = Regex.Match(page, "<textarea[^>]*>(.*?)</textarea>", RegexOptions.Singleline);
        fields.Add(new("spec", WebUtility.HtmlDecode(text.Groups[1].Value)));
        return fields;
    }

    private static void Set(List<KeyValuePair<string, string>> form, string key, string value)
    {
        form.RemoveAll(field => field.Key == key);
        form.Add(new(key, value));
    }
}
