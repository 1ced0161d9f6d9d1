using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Web.Remote;

namespace IonSweep.Web.Tests;

/// <summary>The API over a real server: every operation, and what is said about bad requests.</summary>
public class ApiTests
{
    [Fact]
    public async Task A_question_is_asked_again_while_a_server_that_answered_before_is_away_and_a_change_is_not()
    {
        AwayFromTime network = new();
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address, handler: network);
        network.Failures = 1;
        await Assert.ThrowsAsync<HttpRequestException>(() => remote.ListAsync()); // never reached: said at once
        Assert.Empty(await remote.ListAsync());
        network.Failures = 2;
        Assert.Empty(await remote.ListAsync());
        network.Failures = 1;
        await Assert.ThrowsAsync<HttpRequestException>(() => remote.CancelAsync("any"));
        Assert.Equal(0, network.Failures);
    }

    [Fact]
    public async Task A_server_whose_cluster_is_away_says_so_and_is_asked_again()
    {
        ScriptedSweepService service = new() { Unavailable = 1 };
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpResponseMessage answer = await server.Client.GetAsync("api/sweeps");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("No silo can be reached.", await answer.Content.ReadAsStringAsync());
        using HttpSweepService remote = new(server.Address);
        Assert.Empty(await remote.ListAsync());
        service.Unavailable = 2;
        Assert.Empty(await remote.ListAsync());
        using HttpSweepService impatient = new(server.Address) { Patience = TimeSpan.Zero };
        service.Unavailable = 1;
        await Assert.ThrowsAsync<SweepServiceUnavailableException>(() => impatient.ListAsync());
    }

    [Fact]
    public async Task An_extension_reaches_the_service_whole_and_a_misspelt_one_does_not()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address);
        await remote.SubmitAsync(new SweepSpec(), "one");
        await remote.ExtendAsync("one", new SweepExtension { Folds = 32, Strategies = ["sim"], Models = ["pls", "mlp"] });
        (string id, SweepExtension extension) = Assert.Single(service.Extensions);
        Assert.Equal(("one", 32, "sim", "pls mlp"),
            (id, extension.Folds, extension.Strategies.Single(), string.Join(' ', extension.Models)));
        await Assert.ThrowsAsync<SweepNotFoundException>(() => remote.ExtendAsync("two", new SweepExtension { Folds = 32 }));
        Assert.Contains("at most 1000", (await Assert.ThrowsAsync<InvalidSpecException>(
            () => remote.ExtendAsync("one", new SweepExtension { Folds = 2000 }))).Message);
        using StringContent misspelt = new("""{"fold": 32}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Client.PostAsync("api/sweeps/one/extend", misspelt);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("expected keys folds, strategies and models", await answer.Content.ReadAsStringAsync());
        Assert.Single(service.Extensions);
    }

    private sealed class AwayFromTime() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Failures { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Failures == 0) return base.SendAsync(request, cancellationToken);
            Failures--;
            throw new HttpRequestException("Connection refused");
        }
    }

    [Fact]
    public async Task A_client_over_http_sees_what_the_service_does()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address);

        SweepSummary submitted = await remote.SubmitAsync(new SweepSpec { Folds = 3 }, "first");
        Assert.Equal("first", submitted.Id);
        Assert.Equal(submitted, Assert.Single(await remote.ListAsync()));
        Assert.Null(await remote.GetAsync("other"));
        SweepSnapshot snapshot = (await remote.GetAsync("first"))!;
        Assert.Equal(3, snapshot.Spec.Folds);
        Assert.Equal(ScriptedSweepService.Items, snapshot.Items.Select(item => item.Id));
        Assert.Equal((await service.ResultsAsync("first")).Cells, (await remote.ResultsAsync("first")).Cells);
        Assert.Equal((await service.ReportAsync("first")).Dataset.Wavelengths, (await remote.ReportAsync("first")).Dataset.Wavelengths);
        await Assert.ThrowsAsync<SweepRunningException>(() => remote.DeleteAsync("first"));
        await remote.CancelAsync("first");
        Assert.Equal(SweepStatus.Cancelled, (await remote.GetAsync("first"))!.Summary.Status);
        await remote.DeleteAsync("first");
        Assert.Empty(await remote.ListAsync());
        await Assert.ThrowsAsync<SweepNotFoundException>(() => remote.ResultsAsync("first"));
        await Assert.ThrowsAsync<SweepNotFoundException>(async () => { await foreach (SweepUpdate _ in remote.WatchAsync("first")) { } });
    }

    [Fact]
    public async Task A_dataset_keeps_its_identity_over_http_as_artifact_and_as_csv()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpSweepService remote = new(server.Address);
        SpectralDataset data = new("set", new DatasetOrigin(true, "made up"), [400, 401.5], [new Target("Zn2+", "M")],
            [0.1f, 0.2f, 0.3f, 0.4f], [1f, 2f], ["a", "b"]);
        string sha256 = await remote.StoreDatasetAsync(data);
        Assert.Equal("made up", service.Datasets[sha256].Origin.Description);
        Assert.Equal(sha256, DatasetArtifact.Of((await remote.DatasetAsync(sha256))!).Sha256);
        Assert.Null(await remote.DatasetAsync(new string('0', 64)));

        using HttpResponseMessage answer = await PutAsync(
            server.Client, "/api/datasets?name=mine.csv", "Zn2+ (M),400,401.5\n1,0.1,0.2\n2,0.1,0.4\n", "text/csv");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        JsonElement stored = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("mine", stored.GetProperty("name").GetString());
        Assert.Equal(2, stored.GetProperty("rows").GetInt32());
        Assert.StartsWith("Channel 400 nm is constant", stored.GetProperty("warnings")[0].GetString());
        Assert.Contains(stored.GetProperty("sha256").GetString()!, service.Datasets.Keys);
    }

    [Theory]
    [InlineData("id;Fett (%);Note;4000 cm-1;3998,5 cm-1\na;1,5;x;0,1;0,2\nb;2,5;y;0,3;0,4\n", "text/csv")]
    [InlineData("##TITLE= a\n##JCAMP-DX= 5.01\n##XUNITS= 1/CM\n##YUNITS= ABSORBANCE\n##XFACTOR= 1\n##YFACTOR= 1\n##FIRSTX= 1\n"
        + "##LASTX= 3\n##NPOINTS= 3\n##CONCENTRATIONS= (NCU)\n(Zn, 0.5, M)\n##XYDATA= (X++(Y..Y))\n1 1 2 3\n##END=\n",
        "chemical/x-jcamp-dx")]
    public async Task Uploads_of_any_format_are_told_by_their_content(string body, string type)
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        using HttpResponseMessage answer = await PutAsync(server.Client, "/api/datasets?name=a.bin", body, type);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(AxisUnit.Wavenumber, Assert.Single(service.Datasets.Values).AxisUnit);
        using HttpResponseMessage damaged = await PutAsync(
            server.Client, "/api/datasets?name=a.spc", "\u0000K" + new string('\u0001', 600), "application/octet-stream");
        JsonElement problem = await ProblemAsync(damaged, HttpStatusCode.BadRequest);
        Assert.StartsWith("a.spc, byte ", problem.GetProperty("detail").GetString());
        using HttpResponseMessage spectra = await PutAsync(
            server.Client, "/api/datasets?name=b.csv&targets=Zn&id=nr", "nr,Zn,Cu,400,401\n1,2,3,4,5\n", "application/octet-stream");
        Assert.Equal(["Zn"], JsonDocument.Parse(await spectra.Content.ReadAsStringAsync()).RootElement.GetProperty("targets")
            .EnumerateArray().Select(target => target.GetString()));
    }

    [Theory]
    [InlineData("{\"foldz\": 3}", "foldz", "folds")]
    [InlineData("{\"folds\": 0}", "folds", "1 to")]
    [InlineData("{\"folds\": \"many\"}", "folds", "whole number")]
    [InlineData("{\"regression\": {\"batchSize\": -1}}", "regression.batchSize", "1 to")]
    [InlineData("strategies: [e, vae-x]", "strategies", "vae-x")]
    [InlineData("{\"data\": {\"source\": \"file\", \"file\": \"/etc/passwd\"}}", "data.source", "PUT /api/datasets")]
    [InlineData("{\"generator\": {\"hidden\": 60000}}", "generator.hidden", "4096")]
    [InlineData("{\"preset\": \"papr\"}", "preset", "paper")]
    public async Task A_bad_spec_gets_a_problem_that_names_the_field_and_what_was_expected(string body, string field, string says)
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        using HttpResponseMessage answer = await PostAsync(server.Client, "/api/sweeps", body);
        JsonElement problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.StartsWith(field, problem.GetProperty("field").GetString());
        Assert.Contains(says, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Limits_conflicts_and_unknown_addresses_are_problems_too()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { MaximumDatasetBytes = 100_000 });
        await ProblemAsync(await PostAsync(server.Client, "/api/sweeps", new string('x', 70_000)), HttpStatusCode.RequestEntityTooLarge);
        await ProblemAsync(await PutAsync(server.Client, "/api/datasets", new string('1', 100_001), "text/csv"),
            HttpStatusCode.RequestEntityTooLarge);
        await ProblemAsync(await PutAsync(server.Client, "/api/datasets", "a", "image/png"), HttpStatusCode.UnsupportedMediaType);
        await ProblemAsync(await PutAsync(server.Client, "/api/datasets", "Zn2+ (M),400\n1,oops\n", "text/csv"), HttpStatusCode.BadRequest);
        await ProblemAsync(await server.Client.GetAsync("/api/sweeps/Bad_Id"), HttpStatusCode.BadRequest);
        await ProblemAsync(await server.Client.GetAsync("/api/sweeps/none"), HttpStatusCode.NotFound);
        await ProblemAsync(await server.Client.GetAsync("/nowhere"), HttpStatusCode.NotFound);
        await ProblemAsync(await server.Client.DeleteAsync("/api/sweeps"), HttpStatusCode.MethodNotAllowed);

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(server.Client, "/api/sweeps?id=one", "seed: 1")).StatusCode);
        await ProblemAsync(await PostAsync(server.Client, "/api/sweeps?id=one", "seed: 2"), HttpStatusCode.Conflict);
        await ProblemAsync(await server.Client.DeleteAsync("/api/sweeps/one"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_chunked_upload_over_the_limit_is_cut_off()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { MaximumDatasetBytes = 50_000 });
        using HttpRequestMessage request = new(
            HttpMethod.Put, "/api/datasets")
        { Content = new StreamContent(new MemoryStream(new byte[500_000])) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await ProblemAsync(await server.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Report_and_figures_come_as_files_with_policies_of_their_own()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        await PostAsync(server.Client, "/api/sweeps?id=one", "seed: 1");
        using HttpResponseMessage report = await server.Client.GetAsync("/api/sweeps/one/report");
        Assert.Equal("text/html", report.Content.Headers.ContentType!.MediaType);
        Assert.Contains("style-src 'unsafe-inline'", report.Headers.GetValues("Content-Security-Policy").Single());
        using HttpResponseMessage svg = await server.Client.GetAsync("/api/sweeps/one/figures/mae.svg");
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType!.MediaType);
        Assert.Equal("one-mae.svg", svg.Content.Headers.ContentDisposition!.FileName);
        using HttpResponseMessage numbers = await server.Client.GetAsync("/api/sweeps/one/figures/predictions-zn2.csv");
        Assert.StartsWith("strategy,fold,true (M),predicted (M)", await numbers.Content.ReadAsStringAsync());
        await ProblemAsync(await server.Client.GetAsync("/api/sweeps/one/figures/none.svg"), HttpStatusCode.NotFound);
        using HttpResponseMessage csv = await server.Client.GetAsync("/api/sweeps/one/results.csv");
        Assert.Equal(HttpStatusCode.OK, csv.StatusCode);
    }

    [Fact]
    public async Task The_openapi_document_has_the_records_and_says_how_to_authenticate()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ScriptedSweepService());
        JsonElement document = JsonDocument.Parse(await server.Client.GetStringAsync("/api/openapi.json")).RootElement;
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("SweepSpec", out JsonElement spec));
        Assert.True(spec.GetProperty("properties").TryGetProperty("augmentedTargets", out _));
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ScriptedSweepService(), new ServerOptions { Token = "0123456789abcdef" });
        using HttpClient stranger = server.NewClient();
        Assert.Equal("""{"status":"ok"}""", await stranger.GetStringAsync("/healthz"));
    }

    internal static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string type = "application/json") =>
        client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, string body, string type) =>
        client.PutAsync(path, new StringContent(body, Encoding.UTF8, type));

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"expected {status}, found {answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(text).RootElement.Clone();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.True(problem.GetProperty("detail").GetString()!.Length > 5);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        return problem;
    }
}
