using System.CommandLine;
using System.Globalization;
using IonSweep.Chaos;
using Spectre.Console;

Option<int> seed = new("--seed") { Description = "First seed.", DefaultValueFactory = _ => 1 };
Option<int> runs = new("--runs") { Description = "Seeds in a row.", DefaultValueFactory = _ => 20 };
Option<int> steps = new("--steps") { Description = "Disturbances of a run.", DefaultValueFactory = _ => 3 };
Option<int> silos = new("--silos") { Description = "Silos at first, of one training slot each.", DefaultValueFactory = _ => 2 };
RootCommand command =
    new("Runs sweeps on silos, Redis and Azurite that are killed, stopped and restarted as a seed says, and compares results.csv with an "
        + "undisturbed run.")
{
    seed, runs, steps, silos,
};
command.SetAction(async (parsed, _) =>
{
    byte[] expected = await ChaosRun.UndisturbedAsync(ChaosRun.Spec);
    Table table = new Table().AddColumns("seed", "disturbed by", "seconds", "status", "same bytes", "done / items", "sent again",
        "mended after");
    bool passed = true;
    for (int i = 0; i < parsed.GetValue(runs); i++)
    {
        ChaosResult result = await ChaosRun.RunAsync(
            parsed.GetValue(seed) + i, parsed.GetValue(steps), parsed.GetValue(silos), expected, ChaosRun.Spec, Console.WriteLine);
        passed &= result.Passed;
        string[] cells =
        [
            result.Seed.ToString(CultureInfo.InvariantCulture),
            string.Join(", ", result.Steps.Select(step => FormattableString.Invariant($"{step.Event} {step.At:P0}"))),
            result.Seconds.ToString("F1", CultureInfo.InvariantCulture),
            result.Status.ToString(),
            result.SameBytes ? "yes" : "NO",
            FormattableString.Invariant(
                $"{result.Trained} / {result.WorkItems}{(result.Repeated.Count > 0 ? $" ({string.Join(", ", result.Repeated)})" : "")}"),
            string.Join("; ", result.Redispatched.Select(pair => FormattableString.Invariant($"{pair.Value} {pair.Key}"))),
            string.Join(
                ", ", result.Recoveries.Select(recovery => FormattableString.Invariant($"{recovery.Lost} {recovery.Seconds:F1} s"))),
        ];
        table.AddRow([.. cells.Select(cell => new Text(cell))]);
        Console.WriteLine($"{(result.Passed ? "passed" : "FAILED")}: {string.Join(" | ", cells)}");
    }
    AnsiConsole.Write(table);
    return passed ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
