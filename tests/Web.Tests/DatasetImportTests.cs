using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IonSweep.Spectra;
using IonSweep.Web.Api;

namespace IonSweep.Web.Tests;

/// <summary>Many files and a table of reference values become one dataset at a server, as <c>ionsweep data import</c> makes it.</summary>
public class DatasetImportTests
{
    private const string Values = "file;Fat (%);Water\na;1,5;8\nB.csv;2,5;7\nd;3;9\n";

    [Fact]
    public async Task Files_are_joined_with_a_table_and_the_answer_says_what_matched_and_what_did_not()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using MultipartFormDataContent form = Form(("a.csv", Spectrum(1)), ("b.csv", Spectrum(4)), ("some/c.csv", Spectrum(7)));
        form.Add(Text(Values), "references", "values.csv");
        form.Add(Text("file"), "id");
        form.Add(Text("Fat"), "targets");
        form.Add(Text("lab"), "name");
        using HttpResponseMessage answer = await server.Client.PostAsync("/api/datasets/import", form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        JsonElement made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        JsonElement matched = made.GetProperty("matched");
        Assert.Equal((3, 3, 2), (matched.GetProperty("files").GetInt32(), matched.GetProperty("spectra").GetInt32(),
            matched.GetProperty("rows").GetInt32()));
        Assert.Equal(["c.csv"], matched.GetProperty("withoutReference").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(["d"], matched.GetProperty("withoutSpectrum").EnumerateArray().Select(one => one.GetString()));
        SpectralDataset data = service.Datasets[made.GetProperty("dataset").GetProperty("sha256").GetString()!];
        Assert.Equal(("lab", "Fat", 2), (data.Name, data.Targets.Single().Name, data.RowCount));
        Assert.Equal([1.5f, 2.5f], data.TargetColumn(0));
        Assert.Equal([4f, 5, 6], data.Spectrum(1).ToArray());
    }

    [Fact]
    public async Task One_file_by_itself_is_the_dataset_that_an_upload_makes_of_it()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using MultipartFormDataContent form = Form(("small.csv", TrainingServer.SmallCsv()));
        ByteArrayContent none = new([]); // as browsers send a field without a file
        none.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "references", FileName = "\"\"" };
        form.Add(none);
        using HttpResponseMessage imported = await server.Client.PostAsync("/api/datasets/import", form);
        using HttpResponseMessage uploaded = await server.Client.PutAsync("/api/datasets?name=small.csv",
            new StringContent(TrainingServer.SmallCsv(), Encoding.UTF8, "text/csv"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (imported.StatusCode, uploaded.StatusCode));
        Assert.Single(service.Datasets);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_with_file_and_reason()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { MaximumDatasetBytes = 4000 });
        await RefusedAsync(Form(), HttpStatusCode.BadRequest, "there is none");
        await RefusedAsync(
            Form(("a.csv", Spectrum(1)), ("b.csv", "x,500,600\nb,1,2\n")), HttpStatusCode.BadRequest, "b.csv has 2 channels");
        await RefusedAsync(Form(("a.csv", Spectrum(1)), ("b.csv", Spectrum(2))), HttpStatusCode.BadRequest, "give a table of them");
        await RefusedAsync(Form(("a.csv", new string('1', 5000))), HttpStatusCode.RequestEntityTooLarge, "4000 bytes");
        MultipartFormDataContent odd = Form(("a.csv", Spectrum(1)));
        odd.Add(Text("quintic"), "resample");
        await RefusedAsync(odd, HttpStatusCode.BadRequest, "expected linear or cubic, found 'quintic'");
        await RefusedAsync(
            new StringContent("{}", Encoding.UTF8, "application/json"), HttpStatusCode.UnsupportedMediaType, "this content type");

        async Task RefusedAsync(HttpContent content, HttpStatusCode status, string says)
        {
            using (content)
            {
                using HttpResponseMessage answer = await server.Client.PostAsync("/api/datasets/import", content);
                Assert.Contains(says, await answer.Content.ReadAsStringAsync());
                Assert.Equal(status, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_page_takes_files_without_a_script_from_who_is_logged_in_and_tells_what_matched()
    {
        const string token = "a-token-of-good-length";
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service, new ServerOptions { Token = token });
        using HttpClient browser = server.NewClient();
        using HttpResponseMessage login = await browser.PostAsync("/login", new FormUrlEncodedContent([new("token", token)]));
        browser.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        string page = await browser.GetStringAsync("/datasets");
        string action = WebUtility.HtmlDecode(Regex.Match(page, "action=\"(/datasets[^\"]*)\" enctype").Groups[1].Value);

        using MultipartFormDataContent stranger = Form(("a.csv", Spectrum(1)));
        using HttpResponseMessage refused = await browser.PostAsync("/datasets", stranger);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using MultipartFormDataContent form = Form(("a.csv", Spectrum(1)), ("b.csv", Spectrum(4)));
        form.Add(Text(Values), "references", "values.csv");
        using HttpResponseMessage answer = await browser.PostAsync(action, form);
        string told = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Contains("1 of 3 samples of the table have no spectrum: d.", told);
        Assert.Contains($"/datasets/{service.Datasets.Single().Key}", told);

        using MultipartFormDataContent without = Form(("a.csv", Spectrum(1)), ("b.csv", Spectrum(2)));
        using HttpResponseMessage explained = await browser.PostAsync(action, without);
        Assert.Equal(HttpStatusCode.BadRequest, explained.StatusCode);
        Assert.Contains("role=\"alert\"", await explained.Content.ReadAsStringAsync());
    }

    private static string Spectrum(int first) => $"400,401,402\n{first},{first + 1},{first + 2}\n";

    private static MultipartFormDataContent Form(params (string Name, string Content)[] files)
    {
        MultipartFormDataContent form = [];
        form.Add(Text(""), "sheet");
        foreach ((string name, string content) in files) form.Add(Text(content), "files", name);
        return form;
    }

    private static StringContent Text(string text) => new(text);
}
