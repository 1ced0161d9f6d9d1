using IonSweep.Formats;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Web.Remote;

// Program.cs SERVER FILE: trains PLS on a file, without and with simulated spectra, on a server elsewhere.
using HttpSweepService sweeps = new(new Uri(args[0]), token: Environment.GetEnvironmentVariable("IONSWEEP_TOKEN") ?? "");

string sha256 = await sweeps.StoreDatasetAsync(DatasetFile.Read(args[1]));
SweepSpec spec = SpecReader.Read($$"""
    preset: custom
    data: { source: stored, sha256: {{sha256}} }
    models: [pls]
    strategies: [e, sim]
    """);
SweepSummary sweep = await sweeps.SubmitAsync(spec);

// Ends with the sweep; a lost connection is taken up where it broke.
await foreach (SweepUpdate update in sweeps.WatchAsync(sweep.Id)) sweep = update.Summary;
Console.WriteLine($"{sweep.Status}: {sweep.Finished} of {sweep.WorkItems} work items");

SweepResults results = await sweeps.ResultsAsync(sweep.Id);
foreach (StrategyAggregate one in results.Aggregates)
{
    string verdict = one.Comparison?.Verdict.ToString() ?? "the reference";
    Console.WriteLine(FormattableString.Invariant(
        $"{one.TargetName}, {one.Label}: {one.MeanMae:0.000} ± {one.SdMae:0.000} {one.Unit}, {verdict}"));
}
