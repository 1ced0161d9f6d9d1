using System.Globalization;
using IonSweep.Augmentation;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;
using IonSweep.Sweeps.Statistics;
using IonSweep.Sweeps.Strategies;

// bound SPEC OUT [MODELS]: E beside four times the measured data, as a sweep in OUT.
// models OUT: each model's E, and each of its strategies, compared with E of mlp, paired over folds.
if (args is ["bound", string file, string folder, ..])
{
    StrategyCatalog.Register(new MoreMeasured());
    SweepSpec spec = SpecReader.Read(await File.ReadAllTextAsync(file), file) with { Strategies = ["e", "more-measured"] };
    if (args.Length > 3) spec = spec with { Models = args[3].Split(',') };
    await using InProcessSweepService service = InProcessSweepService.OpenFolder(folder);
    string id = (await service.SubmitAsync(spec)).Id;
    await foreach (SweepUpdate _ in service.WatchAsync(id))
    {
    }
    Console.Write(MarkdownReport.Write(await service.ReportAsync(id)));
    return 0;
}
if (args is ["models", string run])
{
    StoredSweeps stored = StoredSweeps.InFolder(run);
    foreach (SweepSummary summary in await stored.ListAsync()) Compare(await stored.ResultsAsync(summary.Id));
    return 0;
}
Console.Error.WriteLine("bound SPEC OUT [MODELS] | models OUT");
return 2;

static void Compare(SweepResults results)
{
    Console.WriteLine("| target | model, strategy | mean MAE | to E of mlp | p |");
    Console.WriteLine("| --- | --- | --: | --: | --: |");
    foreach (StrategyAggregate one in results.Aggregates)
    {
        List<CellResult> cells = Of(one.Target, one.Series), reference = Of(one.Target, SeriesKey.Of("mlp", "e"));
        if (reference.Count == 0 || cells.Count != reference.Count) continue;
        CorrectedResampledTTest test = CorrectedResampledTTest.Of(
            [.. cells.Zip(reference, (a, b) => a.Mae - b.Mae)], (double)cells[0].TestSamples / cells[0].TrainingSamples);
        double mean = cells.Average(cell => cell.Mae), change = mean / reference.Average(cell => cell.Mae) - 1;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {one.TargetName} | {one.Label} | {mean:G3} | {change:+0.0 %;−0.0 %} | {test.P:0.000} |"));
    }

    List<CellResult> Of(string target, string series) =>
        [.. results.Cells.Where(c => c.Target == target && c.Series == series && c.Failure is null).OrderBy(c => c.Fold)];
}
