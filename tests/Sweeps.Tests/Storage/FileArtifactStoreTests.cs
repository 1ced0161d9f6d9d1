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
    public void A_full_disk_is_told_from_other_errors()
    {
        Assert.False(StorageErrors.IsFull(new FileNotFoundException()));
        if (!File.Exists("/dev/full")) return; // of Linux: every write to it ends with "no space left on device"
        IOException full = Assert.ThrowsAny<IOException>(() =>
        {
            using FileStream stream = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(new byte[10]);
        });
        Assert.True(StorageErrors.IsFull(full));
    }
}
