using System.Diagnostics;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Service;

/// <summary>How fast one core of this machine trains, measured once in a tenth of a second: for estimates of time.</summary>
internal static class MachineSpeed
{
    private const int Rows = 192, Channels = 512;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.1);
    private static readonly Lazy<double> Measured = new(Measure);

    /// <summary>Multiplications a second of a network's training, as <see cref="WorkCost"/> counts them.</summary>
    public static double Multiplications => Measured.Value;

    private static double Measure()
    {
        MlpArchitecture network = new(Channels, [64, 16], 1);
        double once = 3.0 * (Channels * 64 + 64 * 16 + 16) * Rows;
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, Rows * Channels).Select(_ => random.NextSingle())];
        RowSet rows = RowSet.All(Matrix.From(values, Rows, Channels));
        float[] targets = [.. Enumerable.Range(0, Rows).Select(_ => random.NextSingle())];
        int epochs = 0;
        long start = 0;
        using CancellationTokenSource end = new();
        try
        {
            new CpuTrainer().Train(
                new MlpTask(network, rows, targets, rows, targets, StreamKeys.InitialWeights(1, 0, "speed", network.Slug),
                    StreamKeys.BatchOrder(1, 0, Rows), new TrainingOptions { EpochCap = 100_000, Patience = 100_000 }),
                new TrainingRun
                {
                    Cancellation = end.Token,
                    EpochCompleted = _ =>
                    {
                        if (start == 0) start = Stopwatch.GetTimestamp(); // the first epoch compiles
                        else epochs++;
                        if (Stopwatch.GetElapsedTime(start) > Enough) end.Cancel();
                    },
                });
        }
        catch (OperationCanceledException)
        {
            // measured long enough
        }
        return Math.Max(1, epochs) * once / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
