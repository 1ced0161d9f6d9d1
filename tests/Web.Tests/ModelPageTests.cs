using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Pages;
using IonSweep.Web.Security;

namespace IonSweep.Web.Tests;

/// <summary>The pages of models work with forms alone.</summary>
public sealed partial class ModelPageTests
{
    [Fact]
    public async Task From_the_sweeps_button_to_the_models_page_and_its_end()
    {
        MemoryArtifactStore store = new();
        foreach ((string path, byte[] bytes) in (await TrainedModel.StoreAsync()).Artifacts) store.Artifacts[path] = bytes;
        await using InProcessSweepService service = new(store, new InProcessOptions { Threads = 1, AllowFiles = false });
        await using RunningServer server = await RunningServer.StartAsync(service);
        Assert.Contains($"action=\"/sweeps/{TrainedModel.Sweep}/models\"",
            await server.Client.GetStringAsync($"/sweeps/{TrainedModel.Sweep}"));
        using HttpResponseMessage trained = await server.Client.PostAsync($"/sweeps/{TrainedModel.Sweep}/models", null);
        Assert.Equal(HttpStatusCode.SeeOther, trained.StatusCode);
        string id = Assert.Single(await service.Models.ListAsync()).Id;

        string list = await server.Client.GetStringAsync("/models");
        Assert.Contains($"href=\"/models/{id}\"", list);
        Assert.Contains("all rows", list);
        Assert.Contains("aria-current=\"page\">Models</a>", list);
        string page = WebUtility.HtmlDecode(await server.Client.GetStringAsync($"/models/{id}"));
        ModelCard card = (await TrainedModel.GetAsync()).Card;
        foreach (string part in (string[])[card.Dataset.Sha256, card.Training!, $"IonSweep {card.Software}", "numerics version", "folds: 5",
            "Needs 12 channels, 400 to 510 nm", $"/api/models/{id}/file"]) Assert.Contains(part, page);
        using HttpResponseMessage deleted = await server.Client.PostAsync($"/models/{id}/delete", null);
        Assert.Equal("/models", deleted.Headers.Location!.OriginalString);
        Assert.Contains("There is no model yet", await server.Client.GetStringAsync("/models"));
        using HttpResponseMessage gone = await server.Client.GetAsync($"/models/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Dropped_files_become_a_table_drawings_and_a_csv_file_and_one_that_cannot_be_read_is_told()
    {
        (RunningServer server, string id) = await StoredAsync(new ServerOptions());
        await using RunningServer running = server;
        using MultipartFormDataContent form = Files(
            ("new.csv", TrainedModel.SpectraCsv()), ("one.csv", TrainedModel.SpectraCsv(1)), ("short.csv", "400,410\n1,2\n"),
            ("noise.bin", "\u0001\u0002"));
        using HttpResponseMessage answered = await server.Client.PostAsync($"/models/{id}/predict", form);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        string page = WebUtility.HtmlDecode(await answered.Content.ReadAsStringAsync());
        Assert.Contains("<b>61</b> spectra predicted", page);
        Assert.Contains("short: 2 channels from 400 to 410 nm; the model was trained on 12", page);
        Assert.Contains("noise.bin", page);
        Assert.Equal(PredictedSpectra.MostDrawn, SpectrumTitles().Count(page));
        Assert.Contains("Behind it: smallest to largest value of the training spectra", page);
        Match csv = CsvLink().Match(page);
        string table = Uri.UnescapeDataString(csv.Groups[1].Value);
        Assert.Equal(62, table.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("row,sample,Cu2+ (M),Cu2+ lower,Cu2+ upper", table);
        Assert.Contains("one.csv", table);

        using MultipartFormDataContent none = Files(("short.csv", "400,410\n1,2\n"));
        using HttpResponseMessage refused = await server.Client.PostAsync($"/models/{id}/predict", none);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using HttpResponseMessage empty = await server.Client.PostAsync($"/models/{id}/predict", Files());
        Assert.Contains("Choose at least one file", await empty.Content.ReadAsStringAsync());
        using HttpResponseMessage wrong = await server.Client.PostAsync($"/models/{id}/predict", new StringContent("a=b"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrong.StatusCode);
    }

    [Fact]
    public async Task A_session_uploads_and_predicts_with_its_antiforgery_value_in_the_address_of_the_form()
    {
        using NamedTokens tokens = new();
        (RunningServer server, string id) = await StoredAsync(new ServerOptions { TokensFile = tokens.Path });
        await using RunningServer running = server;
        using HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync(
            "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", tokens.Of(Role.Submit))]));
        browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        string page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/models/{id}"));
        Assert.DoesNotContain("/delete", page);
        string action = FormAction().Match(page).Groups[1].Value;
        Assert.StartsWith($"/models/{id}/predict?antiforgery=", action);
        using HttpResponseMessage refused = await browser.PostAsync(
            $"/models/{id}/predict", Files(("one.csv", TrainedModel.SpectraCsv(1))));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using HttpResponseMessage predicted = await browser.PostAsync(action, Files(("one.csv", TrainedModel.SpectraCsv(1))));
        Assert.Contains("<b>1</b> spectrum predicted", await predicted.Content.ReadAsStringAsync());

        using MultipartFormDataContent upload = [];
        ByteArrayContent file = new(ModelFile.ToBytes(await TrainedModel.GetAsync()));
        upload.Add(file, "file", "model.safetensors");
        using HttpResponseMessage stored = await browser.PostAsync(action.Replace($"/models/{id}/predict", "/models"), upload);
        Assert.Equal($"/models/{id}", stored.Headers.Location!.OriginalString);
        using MultipartFormDataContent other = [];
        other.Add(new ByteArrayContent([1, 2, 3]), "file", "model.safetensors");
        using HttpResponseMessage none = await browser.PostAsync(action.Replace($"/models/{id}/predict", "/models"), other);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("role=\"alert\"", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_training_range_is_that_of_the_rows_that_it_learned_from()
    {
        Predictor predictor = new(await TrainedModel.GetAsync(), new NetworkEvaluator());
        (float[] lowest, float[] highest) = predictor.TrainingRange();
        SpectralDataset data = TrainedModel.Data;
        for (int c = 0; c < data.ChannelCount; c++)
        {
            float[] channel = [.. Enumerable.Range(0, data.RowCount).Select(row => data.Spectrum(row)[c])];
            Assert.Equal((channel.Min(), channel.Max()), (lowest[c], highest[c]));
        }
    }

    private static MultipartFormDataContent Files(params (string Name, string Text)[] files)
    {
        MultipartFormDataContent form = [];
        foreach ((string name, string text) in files)
        {
            ByteArrayContent content = new(Encoding.UTF8.GetBytes(text));
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            form.Add(content, "files", name);
        }
        form.Add(new StringContent(""), "resample");
        return form;
    }

    private static async Task<(RunningServer Server, string Id)> StoredAsync(ServerOptions options)
    {
        ScriptedSweepService service = new();
        ModelSummary model = await service.Models.StoreAsync(await TrainedModel.GetAsync());
        return (await RunningServer.StartAsync(service, options), model.Id);
    }

    [GeneratedRegex("<title id=\"spectrum-")]
    private static partial Regex SpectrumTitles();

    [GeneratedRegex("href=\"data:text/csv;charset=utf-8,([^\"]*)\"")]
    private static partial Regex CsvLink();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*/predict[^\"]*)\"")]
    private static partial Regex FormAction();
}
