using IonSweep.Chaos.Servers;
using IonSweep.Cluster.Tests.Processes;
using IonSweep.Storage.Azure;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Storage;

namespace IonSweep.Cluster.Tests.Storage;

/// <summary>One Azurite for all tests of a class; each test has a container of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;

    public AzuriteServer Server => _server!;

    public async Task InitializeAsync()
    {
        if (AzuriteServer.Program is not null) _server = await AzuriteServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public BlobStoreOptions NewContainer() =>
        new() { ConnectionString = Server.ConnectionString, Container = "test-" + Guid.NewGuid().ToString("n") };
}

public sealed class BlobArtifactStoreTests(AzuriteFixture azurite) : ArtifactStoreContract, IClassFixture<AzuriteFixture>
{
    private readonly Lazy<BlobStoreOptions> _options = new(azurite.NewContainer); // once, also when many threads ask at first

    protected override IArtifactStore Store => Blobs;

    private BlobArtifactStore Blobs => new(_options.Value);

    [AzuriteFact]
    public async Task An_artifact_of_many_blocks_appears_whole()
    {
        byte[] content = new byte[(40 << 20) + 7];
        new Random(1).NextBytes(content);
        Task writing = Blobs.WriteAsync("datasets/large", content);
        while (!writing.IsCompleted)
            if (await Blobs.ReadAsync("datasets/large") is { } seen) Assert.Equal(content.Length, seen.Length);
        await writing;
        Assert.True((await Blobs.ReadAsync("datasets/large")).AsSpan().SequenceEqual(content));
    }

    [AzuriteFact]
    public async Task Two_writers_of_one_path_leave_one_of_their_artifacts_whole()
    {
        BlobArtifactStore one = Blobs, other = Blobs;
        await Task.WhenAll(Enumerable.Range(
            1, 20).Select(i => (i % 2 == 0 ? one : other).WriteAsync("shared", Enumerable.Repeat((byte)i, 10_000 + i).ToArray())));
        byte[] left = (await Blobs.ReadAsync("shared"))!;
        Assert.Equal(10_000 + left[0], left.Length);
        Assert.Single(left.Distinct());
    }

    [AzuriteFact]
    public async Task A_store_that_nobody_wrote_to_is_empty()
    {
        Assert.Null(await Blobs.ReadAsync("a"));
        Assert.False(await Blobs.ExistsAsync("a"));
        await foreach (string path in Blobs.ListAsync("")) Assert.Fail(path);
        await Blobs.DeleteAsync("a");
    }

    [AzuriteFact]
    public async Task A_restart_of_the_service_is_waited_for()
    {
        await using AzuriteServer server = await AzuriteServer.StartAsync();
        BlobArtifactStore store = new(new BlobStoreOptions { ConnectionString = server.ConnectionString });
        await store.WriteAsync("before", "x"u8.ToArray());
        await server.StopAsync();
        Task<bool> creating = store.TryCreateAsync("during", "y"u8.ToArray());
        Task<byte[]?> reading = store.ReadAsync("before");
        await server.StartProcessAsync();
        Assert.True(await creating);
        Assert.Equal("x"u8.ToArray(), await reading);
    }

    [AzuriteFact]
    public async Task A_service_that_stays_away_is_an_io_error_that_says_what_was_tried()
    {
        BlobArtifactStore store = new(new BlobStoreOptions
        {
            ConnectionString = azurite.Server.ConnectionString.Replace(
                $":{azurite.Server.Port}/", $":{FreePorts.Next()}/", StringComparison.Ordinal),
            Retries = 1,
        });
        IOException error = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("sweeps/a/spec.json", new byte[1]));
        Assert.StartsWith("Blob storage could not write 'sweeps/a/spec.json':", error.Message);
    }

    [Xunit.Theory]
    [InlineData("", null, "ionsweep", "either a connection string or an endpoint")]
    [InlineData("UseDevelopmentStorage=true", "https://a.blob.core.windows.net", "ionsweep", "not both")]
    [InlineData("", "ftp://a", "ionsweep", "no http or https address")]
    [InlineData("UseDevelopmentStorage=true", null, "Ion_Sweep", "3 to 63 lower-case letters")]
    public void Options_that_cannot_work_say_why(string connection, string? endpoint, string container, string expected)
    {
        BlobStoreOptions options = new()
        {
            ConnectionString = connection,
            Endpoint = endpoint is null ? null : new Uri(endpoint),
            Container = container
        };
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new BlobArtifactStore(options)).Message);
    }
}
