using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Training;

/// <summary>Trainings that threads ask for one by one are put together; each caller gets its own.</summary>
public sealed class GroupingTrainerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly GroupingOptions Patient = new() { Wait = Soon };

    [Fact]
    public async Task What_comes_while_the_first_waits_is_trained_together_and_each_gets_its_own_network()
    {
        Together group = new();
        GroupingTrainer trainer = new(group, Patient with { MaximumNetworks = 3 });
        MlpTask[] tasks = [.. Enumerable.Range(0, 3).Select(i => TestData.Mlp(seed: $"task{i}"))];

        Trained<MlpWeights>[] trained = await Task.WhenAll(tasks.Select(task => Ask(() => trainer.Train(task, new TrainingRun()))));

        Assert.Equal([3], group.Begun);
        for (int i = 0; i < tasks.Length; i++)
            Assert.Equal(new CpuTrainer().Train(tasks[i], new TrainingRun()).Weights.Layers[0].Weight,
                trained[i].Weights.Layers[0].Weight);
    }

    [Fact]
    public async Task Other_architectures_and_generators_are_groups_of_their_own()
    {
        Together group = new();
        GroupingTrainer trainer = new(group, new GroupingOptions { Wait = TimeSpan.Zero });

        await Task.WhenAll(
            Ask(() => trainer.Train(TestData.Mlp(), new TrainingRun())),
            Ask(() => trainer.Train(TestData.Mlp(hidden: [4]), new TrainingRun())));
        await Ask(() => trainer.Train(TestData.Vae(0, DecoderInput.Dense), new TrainingRun()));

        Assert.Equal([1, 1, 1], group.Begun);
    }

    [Fact]
    public async Task Who_comes_later_joins_the_running_group()
    {
        Together group = new() { Hold = true };
        GroupingTrainer trainer = new(group, new GroupingOptions { Wait = TimeSpan.Zero });
        Task<Trained<MlpWeights>> first = Ask(() => trainer.Train(TestData.Mlp(seed: "first"), new TrainingRun()));
        await group.Started.WaitAsync(Soon);

        Task<Trained<MlpWeights>> second = Ask(() => trainer.Train(TestData.Mlp(seed: "second"), new TrainingRun()));
        await group.JoinedAsync(1).WaitAsync(Soon); // while the first is still held
        Assert.False(first.IsCompleted);
        group.Release();

        await Task.WhenAll(first, second);
        Assert.Equal([1], group.Begun);
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(256, 2 * Together.Bytes)]
    public async Task Who_finds_no_room_waits_until_one_has_ended(int networks, long bytes)
    {
        Together group = new() { Hold = true };
        GroupingTrainer trainer = new(group,
            new GroupingOptions { Wait = TimeSpan.FromMilliseconds(300), MaximumNetworks = networks, MaximumBytes = bytes });
        Task<Trained<MlpWeights>>[] all = [.. Enumerable.Range(
            0, 3).Select(i => Ask(() => trainer.Train(TestData.Mlp(seed: $"room{i}"), new TrainingRun())))];
        await group.Started.WaitAsync(Soon);
        group.Release();

        await Task.WhenAll(all);
        Assert.True(group.MostAtOnce <= 2, $"{group.MostAtOnce} were trained at once.");
    }

    [Fact]
    public async Task Cancelling_one_that_waits_for_room_ends_it_at_once_and_nobody_else()
    {
        Together group = new() { Hold = true };
        GroupingTrainer trainer = new(group, new GroupingOptions { Wait = TimeSpan.Zero, MaximumNetworks = 1 });
        Task<Trained<MlpWeights>> first = Ask(() => trainer.Train(TestData.Mlp(seed: "first"), new TrainingRun()));
        await group.Started.WaitAsync(Soon);
        using CancellationTokenSource cancellation = new();
        Task<Trained<MlpWeights>> second =
            Ask(() => trainer.Train(TestData.Mlp(seed: "second"), new TrainingRun { Cancellation = cancellation.Token }));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Soon));
        Assert.False(first.IsCompleted);
        group.Release();
        await first;
    }

    [Fact]
    public async Task A_trainer_that_throws_fails_all_that_it_held_with_its_reason_and_the_next_are_trained()
    {
        Together group = new() { Defect = new InvalidOperationException("out of memory") };
        GroupingTrainer trainer = new(group, Patient with { MaximumNetworks = 2 });
        Task<Trained<MlpWeights>>[] failing = [.. Enumerable.Range(
            0, 2).Select(i => Ask(() => trainer.Train(TestData.Mlp(seed: $"failing{i}"), new TrainingRun())))];
        foreach (Task<Trained<MlpWeights>> task in failing)
            Assert.Contains("out of memory", (await Assert.ThrowsAsync<InvalidOperationException>(() => task)).Message,
                StringComparison.Ordinal);

        group.Defect = null;
        await Task.WhenAll(Enumerable.Range(
            0, 2).Select(i => Ask(() => trainer.Train(TestData.Mlp(seed: $"next{i}"), new TrainingRun()))));
        Assert.Equal([2, 2], group.Begun);
    }

    // A thread each, as on a silo: a pool would start them one after the other.
    private static Task<T> Ask<T>(Func<T> train) =>
        Task.Factory.StartNew(train, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Trains members with the CPU trainer one after the other, asking for newcomers in between; holds them on demand.</summary>
    private sealed class Together : IGroupTrainer
    {
        public const long Bytes = 1000;

        private readonly CpuTrainer _cpu = new();
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();
        private readonly SemaphoreSlim _joined = new(0);

        public bool Hold { get; init; }

        public Exception? Defect { get; set; }

        public List<int> Begun { get; } = [];

        public int MostAtOnce { get; private set; }

        public Task Started => _started.Task;

        public string Name => "together";

        public int NumericsVersion => 1;

        public async Task JoinedAsync(int count)
        {
            for (int i = 0; i < count; i++) await _joined.WaitAsync();
        }

        public void Release() => _released.Set();

        public IReadOnlyCollection<string> Networks => _cpu.Networks;

        public string GroupOf(NetworkTask task) => task.ArchitectureSlug;

        public long MemoryOf(NetworkTask task) => Bytes;

        public Trained<TWeights> Train<TWeights>(NetworkTask<TWeights> task, TrainingRun run) => _cpu.Train(task, run);

        public void TrainTogether(IReadOnlyList<GroupMember> members, Func<IReadOnlyList<GroupMember>>? newcomers = null)
        {
            lock (Begun) Begun.Add(members.Count);
            if (Defect is not null) throw Defect;
            _started.TrySetResult();
            List<GroupMember> live = [.. members];
            while (live.Count > 0)
            {
                MostAtOnce = Math.Max(MostAtOnce, live.Count);
                if (!Hold || _released.IsSet)
                {
                    if (live[0] is GroupMember<MlpWeights> network) network.Finish(_cpu.Train(network.Task, network.Run));
                    if (live[0] is GroupMember<VaeWeights> generator) generator.Finish(_cpu.Train(generator.Task, generator.Run));
                    live.RemoveAt(0);
                }
                else _released.Wait(TimeSpan.FromMilliseconds(5));
                IReadOnlyList<GroupMember> joined = newcomers!();
                live.AddRange(joined);
                if (joined.Count > 0) _joined.Release(joined.Count);
            }
        }
    }
}
