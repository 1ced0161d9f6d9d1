using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Api;
using IonSweep.Web.Remote;

namespace IonSweep.Web.Tests;

/// <summary>Stored models over HTTP: the way from a sweep to predictions, and what is said of spectra that do not fit.</summary>
public sealed class ModelApiTests
{
    [Fact]
    public async Task What_a_sweep_recommends_is_trained_stored_listed_fetched_and_deleted()
    {
        await using InProcessSweepService service = await ServiceAsync();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address);
        Assert.Empty(await remote.Models.ListAsync());

        ModelSummary trained = await remote.Models.TrainAsync(TrainedModel.Sweep, new ModelRequest());
        Assert.Equal((TrainedModel.Sweep, true, false), (trained.Sweep, trained.OnAllRows, trained.Uploaded));
        Assert.Equal(["cu2", "ni2"], trained.Targets.Select(target => target.Slug));
        Assert.Equal(trained.Sha256[..16], trained.Id);
        ModelSummary listed = Assert.Single(await remote.Models.ListAsync());
        Assert.Equal((trained.Id, trained.StoredUtc, trained.Bytes), (listed.Id, listed.StoredUtc, listed.Bytes));
        ModelSummary again = await remote.Models.TrainAsync(TrainedModel.Sweep, new ModelRequest());
        Assert.Equal((trained.Id, trained.StoredUtc), (again.Id, again.StoredUtc)); // the same bits are the same model

        DeployedModel fetched = (await remote.Models.GetAsync(trained.Id))!;
        Assert.Equal(ModelFile.ToBytes(await TrainedModel.GetAsync()), ModelFile.ToBytes(fetched));
        JsonNode card = (await server.Client.GetFromJsonAsync<JsonNode>($"/api/models/{trained.Id}"))!["card"]!;
        Assert.Equal(DatasetArtifact.Of(TrainedModel.Data).Sha256, card["dataset"]!["sha256"]!.GetValue<string>());
        Assert.Equal(5, card["spec"]!["folds"]!.GetValue<int>());
        Assert.Matches(@"^\d+\.\d+\.\d+$", card["software"]!.GetValue<string>());
        Assert.Contains("on test rows of 5 folds that had no part in it", card["training"]!.GetValue<string>());

        await remote.Models.DeleteAsync(trained.Id);
        Assert.Empty(await remote.Models.ListAsync());
        Assert.Null(await remote.Models.GetAsync(trained.Id));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => remote.Models.DeleteAsync(trained.Id));
        using HttpResponseMessage gone = await PredictAsync(server, trained.Id, """{"spectrum": [1]}""");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode); // no longer in memory either

        ModelSummary uploaded = await remote.Models.StoreAsync(fetched);
        Assert.Equal((trained.Id, true), (uploaded.Id, uploaded.Uploaded));
    }

    [Fact]
    public async Task A_named_model_is_trained_on_all_rows_where_its_family_allows_that_and_its_targets_can_be_chosen()
    {
        await using InProcessSweepService service = await ServiceAsync();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address);
        ModelSummary pls = await remote.Models.TrainAsync(TrainedModel.Sweep, new ModelRequest { Model = "pls", Targets = ["ni2"] });
        Assert.Equal((true, "PLS"), (pls.OnAllRows, pls.ModelName));
        CardTarget target = Assert.Single(pls.Targets);
        double mae = (await service.ResultsAsync(TrainedModel.Sweep)).Aggregates
            .Single(one => (one.Target, one.Model) == ("ni2", "pls")).MeanMae;
        Assert.Equal(("ni2", mae), (target.Slug, target.MeanMae));

        foreach ((string body, string field, string said) in new[]
        {
            ("""{"model": "plz"}""", "model", "'plz'"), ("""{"targets": ["zn2"]}""", "targets", "There is of cu2, ni2"),
            ("""{"strategy": "vae-n"}""", "strategy", "name a model, too"), ("""{"model": 3}""", "body", "$.model"),
            ("""{"targets": null}""", "targets", "expected an array"),
        })
        {
            using HttpResponseMessage refused = await server.Client.PostAsync(
                $"/api/sweeps/{TrainedModel.Sweep}/models", new StringContent(body, Encoding.UTF8, "application/json"));
            JsonNode problem = (await refused.Content.ReadFromJsonAsync<JsonNode>())!;
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.StatusCode, problem["field"]!.GetValue<string>()));
            Assert.Contains(said, problem["detail"]!.GetValue<string>());
        }
        await Assert.ThrowsAsync<SweepNotFoundException>(() => remote.Models.TrainAsync("nowhere", new ModelRequest()));
    }

    [Fact]
    public async Task Predictions_are_to_the_bit_those_of_the_command_line_from_csv_and_from_json_in_batches_and_one_by_one()
    {
        (RunningServer server, string id) = await StoredAsync();
        await using RunningServer running = server;
        DeployedModel model = await TrainedModel.GetAsync();
        IReadOnlyList<SpectrumPrediction> expected =
            new Predictor(model, new NetworkEvaluator()).Predict(UnlabelledSpectra.Of(TrainedModel.Data));
        using StringWriter table = new(System.Globalization.CultureInfo.InvariantCulture);
        PredictionTable.WriteCsv(table, model.Card, expected);

        using HttpRequestMessage csv = new(HttpMethod.Post, $"/api/models/{id}/predict")
        {
            Content = new StringContent(TrainedModel.SpectraCsv(), Encoding.UTF8, "text/csv"),
        };
        csv.Headers.Accept.ParseAdd("text/csv");
        using HttpResponseMessage answered = await server.Client.SendAsync(csv);
        Assert.Equal("text/csv", answered.Content.Headers.ContentType!.MediaType);
        Assert.Equal(table.ToString(), await answered.Content.ReadAsStringAsync());

        float[][] spectra = [.. Enumerable.Range(0, TrainedModel.Data.RowCount).Select(row => TrainedModel.Data.Spectrum(row).ToArray())];
        PredictionAnswer batch = await AnswerAsync(server, id, new JsonObject
        {
            ["spectra"] = Json(spectra.Select(Json)),
            ["axis"] = Json(TrainedModel.Data.Wavelengths.Select(position => (JsonNode)position)),
        });
        Assert.Equal((id, 2 * spectra.Length), (batch.Model, batch.Predictions.Count));
        for (int row = 0; row < spectra.Length; row++)
            for (int t = 0; t < 2; t++)
            {
                PredictedValue one = batch.Predictions[2 * row + t];
                Assert.Equal(($"{row + 1}", model.Card.Targets[t].Slug), (one.Id, one.Target));
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected[row].Values[t]), BitConverter.DoubleToInt64Bits(one.Value));
                Assert.Equal(one.Value - model.Card.Targets[t].HalfWidth, one.Lower);
                Assert.Equal(expected[row].Reasons, one.Warnings);
            }

        // One, without its axis; and turned round, with it.
        PredictionAnswer single = await AnswerAsync(
            server, id, new JsonObject { ["spectrum"] = Json(spectra[3]), ["ids"] = Json(["s-4"]) });
        Assert.Equal(("s-4", expected[3].Values[0]), (single.Predictions[0].Id, single.Predictions[0].Value));
        single = await AnswerAsync(server, id, new JsonObject
        {
            ["spectrum"] = Json(spectra[3].Reverse()),
            ["axis"] = Json(TrainedModel.Data.Wavelengths.Reverse().Select(position => (JsonNode)position)),
        });
        Assert.Equal(expected[3].Values[1], single.Predictions[1].Value);

        JsonNode strange = (JsonNode)Json(spectra[3].Select((value, c) => c == 6 ? value + 3 : value));
        Assert.Contains("unlike the training spectra",
            (await AnswerAsync(server, id, new JsonObject { ["spectrum"] = strange })).Predictions[0].Warnings[0]);
    }

    [Theory]
    [InlineData("""{"spectrum": [1, 2]}""", "Spectrum 1 has 2 channels; expected 12, those of the model")]
    [InlineData("""{"spectra": [AXIS, [1]]}""", "Spectrum 2 has 1 channels; expected 12")]
    [InlineData("""{"spectrum": AXIS, "axisUnit": "wavenumber"}""", "the model was trained on wavelength")]
    [InlineData("""{"spectrum": [1,2,3], "axis": [400, 410, 420]}""",
        "3 channels from 400 to 420 nm; the model was trained on 12 from 400 to 510")]
    [InlineData("""{"spectrum": [1,2,3], "axis": [400, 420, 410]}""", "'axis' does not ascend or descend strictly at channel 3")]
    [InlineData("""{"spectrum": [1,"NaN",3], "axis": [400, 410, 420]}""", "Spectrum 1, channel 2: expected a number")]
    [InlineData("""{"spectrum": AXIS, "ids": []}""", "There are 0 'ids' for 1 spectra")]
    [InlineData("""{"spectrum": AXIS, "spectra": []}""", "either 'spectrum'")]
    [InlineData("""{"spectra": []}""", "'spectra' is empty")]
    [InlineData("""{"spectra": [null]}""", "Spectrum 1 has 0 channels")]
    [InlineData("""{"spectrum": AXIS, "colour": 1}""", "colour")]
    [InlineData("""{"spectrum": AXIS""", "The body is not what was expected")]
    [InlineData("null", "The body is null")]
    public async Task Spectra_that_do_not_fit_are_refused_with_what_differs(string body, string said)
    {
        (RunningServer server, string id) = await StoredAsync();
        await using RunningServer running = server;
        using HttpResponseMessage refused = await PredictAsync(
            server, id, body.Replace("AXIS", "[400,410,420,430,440,450,460,470,480,490,500,510]"));
        JsonNode problem = (await refused.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("urn:ionsweep:invalid-dataset", problem["type"]!.GetValue<string>());
        Assert.Contains(said, problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_ordinate_is_refused_and_other_channels_are_interpolated_where_that_is_asked_for()
    {
        DeployedModel trained = await TrainedModel.GetAsync();
        ScriptedSweepService service = new();
        ModelSummary model = await service.Models.StoreAsync(
            trained with { Card = trained.Card with { Ordinate = Spectra.Axes.Ordinate.Absorbance } });
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpResponseMessage refused = await PredictAsync(
            server, model.Id, """{"spectrum": [0,0,0,0,0,0,0,0,0,0,0,0], "ordinate": "reflectance"}""");
        Assert.Contains("holds reflectance; the model was trained on absorbance",
            (await refused.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!.GetValue<string>());

        const string coarse = """{"spectrum": [0.1,0.2], "axis": [390, 520]}""";
        using HttpResponseMessage other = await PredictAsync(server, model.Id, coarse);
        Assert.Contains("?resample=linear", (await other.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!.GetValue<string>());
        using HttpResponseMessage interpolated = await PredictAsync(server, model.Id, coarse, "?resample=linear");
        Assert.Equal(HttpStatusCode.OK, interpolated.StatusCode);
        using HttpResponseMessage unknown = await PredictAsync(server, model.Id, coarse, "?resample=best");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task What_is_no_model_is_refused_and_a_damaged_one_is_said_to_be()
    {
        MemoryArtifactStore store = new();
        StoredModels models = new(store, TimeProvider.System);
        byte[] bytes = ModelFile.ToBytes(await TrainedModel.GetAsync());
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService { Models = models });
        foreach (byte[] bad in new byte[][] { [], [1, 2, 3], bytes[..^9], Changed(bytes), new byte[5000] })
        {
            using ByteArrayContent content = new(bad);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using HttpResponseMessage refused = await server.Client.PutAsync("/api/models", content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal(
                "urn:ionsweep:invalid-model", (await refused.Content.ReadFromJsonAsync<JsonNode>())!["type"]!.GetValue<string>());
        }
        Assert.Empty(store.Artifacts);

        ModelSummary stored = await models.StoreAsync(await TrainedModel.GetAsync());
        store.Artifacts[$"models/{stored.Id}/model.safetensors"] = Changed(bytes);
        using (HttpResponseMessage damaged = await PredictAsync(server, stored.Id, """{"spectrum": [1]}"""))
        {
            Assert.Equal(HttpStatusCode.Conflict, damaged.StatusCode);
            Assert.Contains("was truncated or altered. Train or upload the model again", await damaged.Content.ReadAsStringAsync());
        }
        store.Artifacts[$"models/{stored.Id}/summary.json"] = [1];
        Assert.Contains("truncated or altered", Assert.Single(await models.ListAsync()).Damage);
        await models.DeleteAsync(stored.Id);
        Assert.Empty(store.Artifacts);

        static byte[] Changed(byte[] bytes)
        {
            byte[] changed = [.. bytes];
            changed[^3] ^= 1;
            return changed;
        }
    }

    [Fact]
    public async Task A_model_is_read_once_for_many_predictions_unless_it_is_larger_than_the_memory_for_models()
    {
        foreach ((long memory, int reads) in new[] { (ServerOptionsDefault, 1), (1L, 5) })
        {
            MemoryArtifactStore store = new();
            StoredModels models = new(store, TimeProvider.System);
            ModelSummary stored = await models.StoreAsync(await TrainedModel.GetAsync());
            store.Reads.Clear();
            await using RunningServer server = await RunningServer.StartAsync(
                new ScriptedSweepService { Models = models }, new ServerOptions { ModelMemory = memory });
            for (int i = 0; i < 5; i++)
                Assert.Equal(HttpStatusCode.OK,
                    (await PredictAsync(server, stored.Id, """{"spectrum": [0,0,0,0,0,0,0,0,0,0,0,0]}""")).StatusCode);
            Assert.Equal(reads, store.Reads.Count(path => path.EndsWith(".safetensors", StringComparison.Ordinal)));
        }
    }

    private static long ServerOptionsDefault => new ServerOptions().ModelMemory;

    private static async Task<InProcessSweepService> ServiceAsync()
    {
        MemoryArtifactStore store = new();
        foreach ((string path, byte[] bytes) in (await TrainedModel.StoreAsync()).Artifacts) store.Artifacts[path] = bytes;
        return new InProcessSweepService(store, new InProcessOptions { Threads = 1, AllowFiles = false });
    }

    private static async Task<(RunningServer Server, string Id)> StoredAsync()
    {
        ScriptedSweepService service = new();
        ModelSummary model = await service.Models.StoreAsync(await TrainedModel.GetAsync());
        return (await RunningServer.StartAsync(service), model.Id);
    }

    private static async Task<HttpResponseMessage> PredictAsync(RunningServer server, string id, string json, string query = "") =>
        await server.Client.PostAsync($"/api/models/{id}/predict{query}", new StringContent(json, Encoding.UTF8, "application/json"));

    private static async Task<PredictionAnswer> AnswerAsync(RunningServer server, string id, JsonObject body)
    {
        using HttpResponseMessage answer = await PredictAsync(server, id, body.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<PredictionAnswer>(SweepJson.Compact))!;
    }

    private static JsonArray Json(IEnumerable<JsonNode> values) => new([.. values]);

    private static JsonArray Json(IEnumerable<float> values) => Json(values.Select(value => (JsonNode)value));
}
