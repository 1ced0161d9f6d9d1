using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IonSweep.Grains.Interfaces;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IonSweep.Cluster.Tests.Training;

public sealed class SiloTrainingQueueTests
{
    [Fact]
    public async Task Sweeps_take_turns_whatever_the_order_of_arrival()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = Queue(gate, slots: 1);
        QueuedWork first = Accept(queue, "a", "first"); // occupies the slot while the others arrive
        await gate.Begun.Task;
        QueuedWork[] rest = [.. Enumerable.Range(0, 4).Select(i => Accept(queue, "a", $"a{i}")), Accept(queue, "b", "b0"),
            Accept(queue, "b", "b1"), Accept(queue, "c", "c0")];
        gate.Open();
        foreach (QueuedWork work in (QueuedWork[])[first, .. rest]) await work.Ended;
        Assert.Equal(["first", "a0", "b0", "c0", "a1", "b1", "a2", "a3"], gate.Order);
    }

    [Fact]
    public async Task Accepting_again_joins_and_ends_once()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = Queue(gate, slots: 1);
        QueuedWork work = Accept(queue, "a", "x");
        (QueuedWork Work, bool IsNew)? again = queue.TryAccept(Order("a", "x"));
        Assert.Same(work, again!.Value.Work);
        Assert.False(again.Value.IsNew);
        gate.Open();
        await work.Ended;
        Assert.Single(queue.HeldOf("a")); // until its end is reported
        queue.Release(work);
        Assert.Empty(queue.HeldOf("a"));
        Assert.Equal(["x"], gate.Order);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_one_sweep_cannot_fill_it_for_others()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = new(
            gate, new TrainingQueueOptions { Slots = 1, WaitingPerSweep = 2, Waiting = 3 }, Metrics(), TimeProvider.System,
            NullLogger<SiloTrainingQueue>.Instance);
        Accept(queue, "a", "running");
        await gate.Begun.Task;
        Accept(queue, "a", "1");
        Accept(queue, "a", "2");
        Assert.Null(queue.TryAccept(Order("a", "3")));
        Accept(queue, "b", "1");
        Assert.Null(queue.TryAccept(Order("b", "2")));
        Assert.Equal(new TrainingLoad(1, 1, 3, false), queue.Load);
        gate.Open();
    }

    [Fact]
    public async Task A_cancelled_sweep_ends_at_once_whether_it_waits_or_runs_and_others_go_on()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = Queue(gate, slots: 1);
        QueuedWork running = Accept(queue, "a", "running"), waiting = Accept(queue, "a", "waiting");
        await gate.Begun.Task;
        QueuedWork other = Accept(queue, "b", "other");
        queue.Cancel("a");
        Assert.Equal(WorkEndKind.Stopped, (await waiting.Ended).Kind);
        Assert.Equal(WorkEndKind.Stopped, (await running.Ended).Kind);
        gate.Open();
        Assert.Equal(WorkEndKind.Broken, (await other.Ended).Kind);
    }

    [Fact]
    public async Task What_is_recalled_comes_back_if_it_has_not_begun_and_is_not_taken_again_before_its_end_was_reported()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = Queue(gate, slots: 1);
        QueuedWork running = Accept(queue, "a", "running");
        await gate.Begun.Task;
        QueuedWork kept = Accept(queue, "a", "kept"), recalled = Accept(queue, "a", "recalled"), other = Accept(queue, "b", "recalled");
        queue.Recall("a", ["running", "recalled", "unknown"]);
        Assert.Equal(WorkEndKind.Stopped, (await recalled.Ended).Kind);
        Assert.Equal(new TrainingLoad(1, 1, 2, false), queue.Load);
        Assert.Null(queue.TryAccept(Order("a", "recalled")));
        queue.Release(recalled);
        QueuedWork again = Accept(queue, "a", "recalled");
        gate.Open();
        foreach (QueuedWork work in (QueuedWork[])[running, kept, other, again]) Assert.Equal(WorkEndKind.Broken, (await work.Ended).Kind);
        Assert.Equal(["running", "kept", "recalled", "recalled"], gate.Order);
        queue.Recall("b", ["recalled"]); // nothing waits any more
    }

    [Fact]
    public async Task Stopping_ends_everything_waits_until_it_is_released_and_accepts_nothing()
    {
        Gate gate = new();
        using SiloTrainingQueue queue = Queue(gate, slots: 2);
        QueuedWork[] all = [.. Enumerable.Range(0, 5).Select(i => Accept(queue, "a", $"{i}"))];
        await gate.Begun.Task;
        Task stopping = queue.StopAsync();
        foreach (QueuedWork work in all) Assert.Equal(WorkEndKind.Stopped, (await work.Ended).Kind);
        Assert.False(stopping.IsCompleted);
        foreach (QueuedWork work in all) queue.Release(work);
        await stopping;
        Assert.Null(queue.TryAccept(Order("a", "late")));
        Assert.True(queue.Load.Stopping);
    }

    [Fact]
    public async Task A_slot_works_on_while_one_result_is_stored_and_waits_with_two()
    {
        SlowStore store = new();
        using SiloTrainingQueue queue = Queue(store, slots: 1);
        QueuedWork[] work = [.. Enumerable.Range(0, 3).Select(i => Accept(queue, "a", $"{i}"))];
        await store.BegunSecond.Task; // although the first is not stored yet
        Assert.False(work[0].Ended.IsCompleted);
        Assert.Equal(2, store.Begun);
        store.Stored[0].SetResult(WorkEnd.Stopped("0"));
        await work[0].Ended;
        await store.BegunThird.Task;
        store.Stored[1].SetResult(WorkEnd.Stopped("1"));
        store.Stored[2].SetException(new InvalidOperationException("disk gone"));
        Assert.Equal(WorkEndKind.Broken, (await work[2].Ended).Kind);
    }

    [Fact]
    public void A_silo_without_slots_accepts_nothing()
    {
        using SiloTrainingQueue queue = Queue(new Gate(), slots: 0);
        Assert.Null(queue.TryAccept(Order("a", "x")));
    }

    private static SweepMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private static SiloTrainingQueue Queue(IWorkExecutor executor, int slots) =>
        new(executor, new TrainingQueueOptions { Slots = slots }, Metrics(), TimeProvider.System, NullLogger<SiloTrainingQueue>.Instance);

    private static QueuedWork Accept(SiloTrainingQueue queue, string sweep, string item)
    {
        (QueuedWork Work, bool IsNew)? accepted = queue.TryAccept(Order(sweep, item));
        Assert.True(accepted?.IsNew);
        return accepted!.Value.Work;
    }

    private static WorkOrder Order(string sweep, string item) => new(sweep, 0, new WorkItem(item, WorkKind.Cell, 0, "zn2", "e", "", []));

    /// <summary>Holds work until it is opened, heeds cancellation, and ends by an error so that the queue is seen to survive it.</summary>
    private sealed class Gate : IWorkExecutor
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly ConcurrentQueue<string> _order = new();

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IEnumerable<string> Order => _order;

        public void Open() => _open.Set();

        public Task<WorkResult?> FindAsync(WorkOrder order) => Task.FromResult<WorkResult?>(null);

        public Task<WorkEnd> ExecuteAsync(QueuedWork work)
        {
            Begun.TrySetResult();
            try
            {
                _open.Wait(work.Cancellation);
            }
            catch (OperationCanceledException)
            {
                return Task.FromResult(WorkEnd.Stopped(work.Order.Item.Id));
            }
            _order.Enqueue(work.Order.Item.Id);
            throw new InvalidOperationException("defect");
        }
    }

    /// <summary>Works at once; results are stored when the test says so.</summary>
    private sealed class SlowStore : IWorkExecutor
    {
        private int _begun;

        public TaskCompletionSource<WorkEnd>[] Stored { get; } =
            [.. Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<WorkEnd>(TaskCreationOptions.RunContinuationsAsynchronously))];

        public TaskCompletionSource BegunSecond { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource BegunThird { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Begun => _begun;

        public Task<WorkResult?> FindAsync(WorkOrder order) => Task.FromResult<WorkResult?>(null);

        public Task<WorkEnd> ExecuteAsync(QueuedWork work)
        {
            int index = Interlocked.Increment(ref _begun) - 1;
            if (index == 1) BegunSecond.SetResult();
            if (index == 2) BegunThird.SetResult();
            work.FreeSlot();
            return Stored[index].Task;
        }
    }
}
