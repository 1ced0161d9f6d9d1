using IonSweep.Sweeps.Storage;

namespace IonSweep.Sweeps.Tests.Storage;

public sealed class FileArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IArtifactStore Store => new FileArtifactStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unfinished_write_is_no_artifact_and_is_removed()
    {
        FileArtifactStore store = new(_folder.Path);
        await store.WriteAsync("kept", "x"u8.ToArray());
        string temporary = Directory.CreateDirectory(Path.Combine(_folder.Path, ".tmp")).FullName;
        File.WriteAllText(Path.Combine(temporary, "half"), "ha");
        List<string> seen = [];
        await foreach (string path in store.ListAsync("")) seen.Add(path);
        Assert.Equal(["kept"], seen);
        store.RemoveUnfinishedWrites();
        Assert.False(Directory.Exists(temporary));
        Assert.NotNull(await store.ReadAsync("kept"));
    }

    [Fact]
    public async Task No_empty_folder_stays_behind()
    {
        await Store.WriteAsync("sweeps/a/b/c", new byte[1]);
        await Store.DeleteAsync("sweeps/a/b/c");
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "sweeps")));
    }

    [Fact]
    public async Task A_cancelled_write_leaves_what_stood_there_and_nothing_else()
    {
        await Store.WriteAsync("kept", "old"u8.ToArray());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.WriteAsync("kept", "new"u8.ToArray(), new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.TryCreateAsync("other", "new"u8.ToArray(), new CancellationToken(canceled: true)));
        Assert.Equal("old"u8.ToArray(), await Store.ReadAsync("kept"));
        Assert.Equal(["kept"], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_full_disk_is_told_from_other_errors()
    {
        Assert.False(StorageErrors.IsFull(new FileNotFoundException()));
        if (!File.Exists("/dev/full")) return; // of Linux: every write to it ends with "no space left on device"
        IOException full = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using FileStream stream = new(
                "/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
            await stream.WriteAsync(new byte[10]);
        });
        Assert.True(StorageErrors.IsFull(full));
    }
}
