using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Execution;

public class StoredCheckpointTests
{
    [Fact]
    public async Task The_latest_state_comes_back_and_a_damaged_one_counts_as_none()
    {
        WatchedStore store = new();
        StoredCheckpoint slot = await OpenAsync(store);
        Assert.Null(slot.Load());
        Assert.False(slot.Resumed);
        slot.Save([1, 2, 3, 4, 5]);
        slot.Save([6, 7]);
        await slot.FlushAsync();
        StoredCheckpoint next = await OpenAsync(store);
        Assert.Equal([6, 7], next.Load());
        Assert.True(next.Resumed);

        byte[] whole = store.Artifacts["a/checkpoint"];
        foreach (byte[] damaged in new byte[][] { whole[..^1], [7, .. whole[1..]], [1] })
        {
            store.Artifacts["a/checkpoint"] = damaged;
            Assert.Null((await OpenAsync(store)).Load());
        }
        await slot.DeleteAsync();
        Assert.Empty(store.Artifacts);
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_is_told_by_the_next_save_and_by_the_flush()
    {
        WatchedStore store = new() { BeforeWrite = path => throw new StorageFullException($"No room for {path}.") };
        StoredCheckpoint slot = await OpenAsync(store);
        slot.Save([1]);
        await Assert.ThrowsAsync<StorageFullException>(slot.FlushAsync);
        Assert.Throws<StorageFullException>(() => slot.Save([2]));
    }

    private static Task<StoredCheckpoint> OpenAsync(WatchedStore store) => StoredCheckpoint.OpenAsync(store, "a/checkpoint");
}
