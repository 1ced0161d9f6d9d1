using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IonSweep.Grains.Training;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Cluster.Tests.InProcess;

/// <summary>The meter counts for the whole process: no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(MetricsTests), DisableParallelization = true)]
[Collection(nameof(MetricsTests))]
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_count_what_was_done()
    {
        ConcurrentDictionary<string, double> sums = new();
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name
            == SweepMetrics.Name) meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>(
            (instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        int epochs = 0;
        await using SweepCluster cluster = await SweepCluster.StartAsync(
            new WatchedStore(), new WatchedTrainer { Epoch = _ => Interlocked.Increment(ref epochs) });
        await cluster.SubmitAsync();
        await cluster.EndAsync();
        Assert.Equal(28, sums["ionsweep.work.finished"]);
        // a silo may be asked for what it has yet to begin
        Assert.Equal(28 + sums.GetValueOrDefault("ionsweep.work.redispatched"), sums["ionsweep.work.started"]);
        Assert.Equal(epochs, sums["ionsweep.epochs"]);
        Assert.True(sums["ionsweep.work.duration"] > 0);
        Assert.False(sums.ContainsKey("ionsweep.work.failed"));
        listener.RecordObservableInstruments();
        Assert.True(sums["ionsweep.queue.slots"] >= 2);
    }
}
