using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Execution;

public class StoredCheckpointTests
{
    [Fact]
    public void The_latest_state_comes_back_and_a_damaged_one_counts_as_none()
    {
        WatchedStore store = new();
        StoredCheckpoint slot = new(store, "a/checkpoint");
        Assert.Null(slot.Load());
        slot.Save([1, 2, 3, 4, 5]);
        slot.Save([6, 7]);
        Assert.False(slot.Resumed);
        Assert.Equal([6, 7], slot.Load());
        Assert.True(slot.Resumed);

        byte[] whole = store.Artifacts["a/checkpoint"];
        store.Artifacts["a/checkpoint"] = whole[..^1];
        Assert.Null(new StoredCheckpoint(store, "a/checkpoint").Load());
        store.Artifacts["a/checkpoint"] = [7, .. whole[1..]];
        Assert.Null(new StoredCheckpoint(store, "a/checkpoint").Load());
        store.Artifacts["a/checkpoint"] = [1];
        Assert.Null(new StoredCheckpoint(store, "a/checkpoint").Load());
        slot.Delete();
        Assert.Empty(store.Artifacts);
    }
}
