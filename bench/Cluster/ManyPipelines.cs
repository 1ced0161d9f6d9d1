using System.Diagnostics;
using System.Globalization;
using IonSweep.Chaos;
using IonSweep.Spectra;
using IonSweep.Spectra.Streams;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Cluster.Bench;

/// <summary>What a search of many preprocessings costs two silos beside the search itself, and their memory while it runs.</summary>
internal static class ManyPipelines
{
    private const int Folds = 8, Rows = 40, Channels = 80;

    public static async Task RunAsync(int count, Func<ChaosCluster, SweepSpec, string, Task<double>> run)
    {
        await using ChaosCluster cluster = await ChaosCluster.StartAsync(silos: 2, connect: true, "--slots", "1");
        string sha256 = await cluster.Service.StoreDatasetAsync(Data());
        await run(cluster, Spec(sha256, 128), "warm-up");
        long[] before = Memory(cluster);
        List<long[]> during = [];
        using CancellationTokenSource ended = new();
        Task watching = WatchAsync();
        double wall = await run(cluster, Spec(sha256, count), "many");
        await ended.CancelAsync();
        await watching;

        IReadOnlyList<WorkTiming> timings = (await cluster.Service.ReportAsync("many")).Timings;
        double working = timings.Sum(timing => timing.Seconds), rest = wall - working / cluster.Silos.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} preprocessings × {Folds} folds in {timings.Count} work items: {wall:F1} s, ")
            + string.Create(CultureInfo.InvariantCulture,
            $"of which {working / cluster.Silos.Count:F1} s in work items on each silo; the rest ")
            + string.Create(CultureInfo.InvariantCulture, $"{1000 * rest / timings.Count:F1} ms an item, ")
            + string.Create(CultureInfo.InvariantCulture, $"{1000 * rest / count / Folds:F3} ms a preprocessing and fold"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"resident memory of the two silos, MB: before {Text(before)}; while it ran at most ")
            + $"{Text([.. Enumerable.Range(0, before.Length).Select(silo => during.Max(one => one[silo]))])}; in thirds "
            + string.Join("; ", Enumerable.Range(0, 3).Select(third => Text(during[(third + 1) * during.Count / 3 - 1]))));

        async Task WatchAsync()
        {
            using PeriodicTimer timer = new(TimeSpan.FromSeconds(0.5));
            try
            {
                do during.Add(Memory(cluster)); while (await timer.WaitForNextTickAsync(ended.Token));
            }
            catch (OperationCanceledException)
            {
                // the sweep has ended
            }
        }
    }

    // Smoothing windows, orders and derivatives by scatter corrections: as many different ones as are wanted.
    private static SweepSpec Spec(string sha256, int count)
    {
        string[] scatter = ["", "{kind: snv}, ", "{kind: msc}, ", "{kind: detrend}, ", "{kind: snv}, {kind: detrend}, "];
        string[] smoothing =
        [
            .. from window in Enumerable.Range(2, 18).Select(half => 2 * half + 1)
               from polynomial in (int[])[2, 3]
               from derivative in (int[])[0, 1, 2]
               select FormattableString.Invariant(
                   $"{{kind: savitzkyGolay, window: {window}, polynomial: {polynomial}, derivative: {derivative}}}"),
        ];
        IEnumerable<string> all = from first in smoothing from middle in scatter from last in smoothing select $"[{first}, {middle}{last}]";
        return SpecReader.Read($$"""
            data: {source: stored, sha256: {{sha256}}}
            folds: {{Folds}}
            strategies: [e]
            models: [pls, selected]
            search: {methods: [pls], innerFolds: 5, repeats: 1, pipelines: [{{string.Join(", ", all.Take(count))}}]}
            """);
    }

    private static SpectralDataset Data()
    {
        float[] spectra = new float[Rows * Channels], values = new float[Rows];
        NormalStream.Fill(StreamKeys.Of("many-pipelines", 1), 0, spectra);
        NormalStream.Fill(StreamKeys.Of("many-pipelines", 2), 0, values);
        return new SpectralDataset("many-pipelines", new DatasetOrigin(true, "made for a measurement"),
            [.. Enumerable.Range(0, Channels).Select(c => 1000.0 + c)], [new Target("t", "M")], spectra, values);
    }

    private static long[] Memory(ChaosCluster cluster) =>
        [.. cluster.Silos.Select(silo => Process.GetProcessById(silo.Id).WorkingSet64 >> 20)];

    private static string Text(long[] memory) => string.Join(" and ", memory);
}
