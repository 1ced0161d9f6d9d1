using IonSweep.Grains.Training;
using IonSweep.Sweeps.Planning;

namespace IonSweep.Cluster.Tests.Training;

public sealed class ProcessorShareTests
{
    [Theory]
    [InlineData(WorkKind.Cell, "pls")]
    [InlineData(WorkKind.Cell, "univariate")]
    [InlineData(WorkKind.SyntheticSet, "")]
    [InlineData(WorkKind.Trust, "mlp")]
    public async Task What_a_slot_computes_itself_waits_for_a_processor(WorkKind kind, string model)
    {
        ProcessorShare share = new(1);
        IDisposable first = (await share.EnterAsync(Item(kind, model), default))!;
        using CancellationTokenSource cancelled = new();
        Task waiting = share.EnterAsync(Item(kind, model), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Task<IDisposable?> next = share.EnterAsync(Item(kind, model), default);
        Assert.False(next.IsCompleted);
        first.Dispose();
        Assert.NotNull(await next);
    }

    [Theory]
    [InlineData(WorkKind.Cell, "mlp")]
    [InlineData(WorkKind.MultiTarget, "cnn-multitask")]
    [InlineData(WorkKind.Generator, "")]
    public async Task What_the_trainer_does_waits_for_none(WorkKind kind, string model)
    {
        ProcessorShare share = new(1);
        using IDisposable? taken = await share.EnterAsync(Item(WorkKind.Cell, "pls"), default);
        Assert.Null(await share.EnterAsync(Item(kind, model), default));
    }

    private static WorkItem Item(WorkKind kind, string model) => new("item", kind, 0, "zn2", "e", "", [], Model: model);
}
