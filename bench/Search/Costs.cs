using System.Diagnostics;
using System.Globalization;
using IonSweep.Learning.Selection;

namespace IonSweep.SearchBench;

/// <summary>What a search of one target spends its processor time on: inner products, each regression, each refit.</summary>
internal static class Costs
{
    public static void Print(SearchCase data)
    {
        SearchSpectra spectra = data.NewSpectra();
        double[] targets = data.Targets[0];
        _ = data.Search(spectra, 0).Run(); // until then code is still being compiled
        SearchSpectra fresh = data.NewSpectra();
        List<SplitGram[]> grams = [];
        Row("inner products, all preprocessings", () =>
        {
            for (int p = 0; p < data.Pipelines.Count; p++) grams.Add([.. fresh.Of(p, data.Splits, targets)]);
        });
        foreach (IRegressionMethod method in data.Options.Methods)
        {
            int count = method.IsCheap ? data.Pipelines.Count : data.Options.Race;
            Row($"{method.Slug}, {count} preprocessings", () =>
            {
                for (int p = 0; p < count; p++)
                    for (int s = 0; s < data.Splits.Count; s++)
                    {
                        (SplitGram split, int[] kept) = grams[p][s].Thinned(method.MaximumRows);
                        method.Predict(split, [.. kept.Select(row => targets[data.Splits[s].Training[row]])]);
                    }
            });
        }
        IReadOnlyList<SearchCandidate> candidates = data.Search(fresh, 0).Run();
        Row($"refit of all {candidates.Count} candidates", () =>
        {
            foreach (SearchCandidate candidate in candidates) FittedCalibration.Fit(fresh, targets, candidate);
        });
        Row("whole search of one target", () => data.Search(data.NewSpectra(), 0).Run());
    }

    private static void Row(string what, Action work)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        work();
        TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {taken.TotalMilliseconds:0} ms |"));
    }
}
