using System.Diagnostics;
using System.Globalization;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;

namespace IonSweep.SearchBench;

/// <summary>
/// <c>Selected</c> and <c>Ensemble</c> against plain PLS on the same 8 folds: ratio of the mean absolute errors on test rows, and the
/// verdict of the corrected test.
/// </summary>
internal static class Figures
{
    public static async Task PrintAsync(string data)
    {
        string folder = Directory.CreateTempSubdirectory("ionsweep-search-").FullName;
        try
        {
            SweepSpec preset = SpecPresets.Get(SpecPresets.Search) with { Trust = new TrustSpec() }; // the search alone is timed
            SweepSpec spec = data switch
            {
                "absorption" => preset with { Data = new DataSpec { EveryNth = 16 } },
                "libs" => preset with { Data = new DataSpec { Simulator = DataSources.Libs } },
                _ => SpecPresets.OnFile(preset, Path.GetFullPath(data)),
            };
            InProcessOptions options = new();
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime;
            await using InProcessSweepService service = new(new FileArtifactStore(folder), options);
            SweepSummary summary = await service.SubmitAsync(spec);
            await foreach (SweepUpdate update in service.WatchAsync(summary.Id)) summary = update.Summary;
            TimeSpan wall = Stopwatch.GetElapsedTime(start);
            used = Process.GetCurrentProcess().TotalProcessorTime - used;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"\n{summary.Dataset.Name}{(summary.Dataset.IsSimulated ? " (simulated)" : "")}: {summary.Status}, "
                    + $"{wall.TotalSeconds:0} s on {options.Threads} threads, {used.TotalSeconds:0} s of processor time\n"));
            Console.WriteLine("| target | PLS | Selected | of PLS's | Ensemble | of PLS's |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
            SweepResults results = await service.ResultsAsync(summary.Id);
            foreach (StrategyAggregate pls in results.Aggregates.Where(one => one.Model == ModelCatalog.Pls.Slug))
                Console.WriteLine(
                    $"| {pls.TargetName} | {Number(pls.MeanMae)} | {Against(results, pls, ModelCatalog.Selected)} "
                        + $"| {Against(results, pls, ModelCatalog.Ensemble)} |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Against(SweepResults results, StrategyAggregate pls, IModelFamily family)
    {
        double error = results.Aggregates.Single(one => (one.Target, one.Model) == (pls.Target, family.Slug)).MeanMae;
        Comparison comparison = results.ModelComparisons.Single(one => (one.Target, one.Model) == (pls.Target, family.Slug)).Comparison;
        string verdict = comparison.Verdict switch
        {
            Verdict.Better => string.Create(CultureInfo.InvariantCulture, $", **better** (p {comparison.HolmP:0.0000})"),
            Verdict.Worse => string.Create(CultureInfo.InvariantCulture, $", **worse** (p {comparison.HolmP:0.0000})"),
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Number(error)} | {error / pls.MeanMae:0.00}{verdict}");
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
