using System.Net;
using System.Text;
using System.Text.Json;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Remote;

namespace IonSweep.Web.Tests;

/// <summary>Datasets of a server: listed, fetched, deleted, by programs and on pages.</summary>
public class DatasetListTests
{
    private static readonly SpectralDataset Small = DatasetFile.Read(
        new FileContent("small.csv", Encoding.UTF8.GetBytes(TrainingServer.SmallCsv())));

    [Fact]
    public async Task A_client_lists_datasets_fetches_one_as_a_table_and_deletes_it_once_no_sweep_uses_it()
    {
        await using TrainingServer training = await TrainingServer.StartAsync();
        using HttpSweepService remote = new(training.Server.Address);
        string sha256 = await remote.StoreDatasetAsync(Small);
        DatasetSummary one = Assert.Single(await remote.ListDatasetsAsync());
        Assert.Equal((sha256, "small", 60, 12, "Cu2+ (M) Ni2+ (M)"),
            (one.Sha256, one.Name, one.Samples, one.Channels, string.Join(' ', one.Targets.Select(target => target.Header))));

        HttpClient client = training.Server.Client;
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync("/api/datasets"));
        JsonElement axis = json.RootElement[0].GetProperty("axis"), target = json.RootElement[0].GetProperty("targets")[0];
        Assert.Equal("nanometre 400 510 cu2", string.Join(' ', axis.GetProperty("unit"), axis.GetProperty("first"),
            axis.GetProperty("last"), target.GetProperty("slug")));
        byte[] table = await client.GetByteArrayAsync($"/api/datasets/{sha256}/file?as=csv");
        Assert.Equal(Small.Spectra.ToArray(), DatasetFile.Read(new FileContent("back.csv", table)).Spectra.ToArray());
        Assert.Equal(sha256, DatasetArtifact.Read(await client.GetByteArrayAsync($"/api/datasets/{sha256}/file")).Sha256);
        using HttpResponseMessage odd = await client.GetAsync($"/api/datasets/{sha256}/file?as=xls");
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);

        SweepSummary sweep = await remote.SubmitAsync(new SweepSpec
        {
            Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 },
            Folds = 1,
            Models = ["pls"],
            Strategies = [],
        });
        await foreach (SweepUpdate _ in remote.WatchAsync(sweep.Id)) { }
        Assert.Equal([sweep.Id], Assert.Single(await remote.ListDatasetsAsync()).Sweeps);
        Assert.Contains(sweep.Id, (await Assert.ThrowsAsync<DatasetInUseException>(() => remote.DeleteDatasetAsync(sha256))).Message);
        await remote.DeleteAsync(sweep.Id);
        await remote.DeleteDatasetAsync(sha256);
        await Assert.ThrowsAsync<DatasetNotFoundException>(() => remote.DeleteDatasetAsync(sha256));
        Assert.Empty(await remote.ListDatasetsAsync());
    }

    [Fact]
    public async Task The_list_of_datasets_leads_to_each_and_one_is_deleted_on_its_page()
    {
        ScriptedSweepService service = new();
        await using RunningServer server = await RunningServer.StartAsync(service);
        Assert.Contains("There is no dataset yet.", await server.Client.GetStringAsync("/datasets"));
        string sha256 = await service.StoreDatasetAsync(Small);
        string list = WebUtility.HtmlDecode(await server.Client.GetStringAsync("/datasets"));
        string[] shown = [$"/datasets/{sha256}", "measured", "60 samples", "400 to 510 nm, 12 channels", "Cu2+ (M), Ni2+ (M)"];
        Assert.All(shown, text => Assert.Contains(text, list));
        Assert.Contains($"action=\"/datasets/{sha256}/delete\"", await server.Client.GetStringAsync($"/datasets/{sha256}"));
        using HttpResponseMessage gone = await server.Client.PostAsync($"/datasets/{sha256}/delete", null);
        Assert.Equal((HttpStatusCode.SeeOther, "/datasets"), (gone.StatusCode, gone.Headers.Location!.OriginalString));
        Assert.Empty(service.Datasets);
    }
}
