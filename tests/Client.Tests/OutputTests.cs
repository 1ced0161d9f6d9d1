using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace IonSweep.Client.Tests;

/// <summary>What a finished sweep leaves and says.</summary>
public sealed class OutputTests(OutputTests.Finished finished) : IClassFixture<OutputTests.Finished>
{
    private static readonly string[] Targets = ["cu2", "ni2"], Strategies = ["e", "vae-n", "cvae-n"];
    private const int Folds = 3;

    /// <summary>One finished sweep that all tests of this class look at.</summary>
    public sealed class Finished : IAsyncLifetime
    {
        internal SmallSweep Sweep { get; } = new();

        internal IonSweepProcess.Ended Run { get; private set; } = null!;

        public async Task InitializeAsync() => Run = await IonSweepProcess.RunAsync(Sweep.Folder, "run", "short.yaml", "--out", "done");

        public Task DisposeAsync()
        {
            Sweep.Dispose();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Results_csv_has_one_row_for_every_cell_with_finite_errors()
    {
        finished.Run.Expect(0);
        List<Dictionary<string, string>> rows = Read("results.csv");
        Assert.Equal(
            from fold in Enumerable.Range(0, Folds) from target in Targets from strategy in Strategies select (fold, target, strategy),
            rows.Select(r => (int.Parse(r["fold"], CultureInfo.InvariantCulture), r["target"], r["strategy"])));
        Assert.All(rows, row =>
        {
            double mae = Number(row["mae"]), rmse = Number(row["rmse"]), bias = Number(row["bias"]);
            Assert.InRange(mae, 0, rmse); // mean of |e| never exceeds the root of the mean of e²
            Assert.InRange(Math.Abs(bias), 0, mae);
            Assert.InRange(int.Parse(row["best_epoch"], CultureInfo.InvariantCulture), 1,
                int.Parse(row["epochs"], CultureInfo.InvariantCulture));
            Assert.Equal(row["strategy"] == "e" ? "0" : row["training_rows"], row["synthetic_rows"]);
            Assert.Equal(("", "measured", "shortened", "cpu"), (row["failure"], row["data"], row["protocol"], row["trainer"]));
            Assert.Equal(64, row["model_sha256"].Length);
        });
        Assert.Equal(("Cu2+", "M"), (rows[0]["target_name"], rows[0]["unit"]));
    }

    [Fact]
    public void Summary_json_agrees_with_results_csv()
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(PathOf("summary.json")));
        List<Dictionary<string, string>> rows = Read("results.csv");
        JsonElement aggregates = summary.RootElement.GetProperty("aggregates");
        Assert.Equal(Targets.Length * Strategies.Length, aggregates.GetArrayLength());
        foreach (JsonElement aggregate in aggregates.EnumerateArray())
        {
            double[] errors = [.. rows
                .Where(r => r["target"] == aggregate.GetProperty("target").GetString()
                    && r["strategy"] == aggregate.GetProperty("strategy").GetString())
                .Select(r => Number(r["mae"]))];
            Assert.Equal(Folds, errors.Length);
            Assert.Equal(errors.Average(), aggregate.GetProperty("meanMae").GetDouble(), 1e-12);
            double sd = Math.Sqrt(errors.Sum(e => (e - errors.Average()) * (e - errors.Average())) / (Folds - 1));
            Assert.Equal(sd, aggregate.GetProperty("sdMae").GetDouble(), 1e-12);
        }
        Assert.Contains(summary.RootElement.GetProperty("labels").EnumerateArray(),
            l => l.GetString()!.StartsWith("Shortened protocol:", StringComparison.Ordinal));
        Assert.Equal("completed", summary.RootElement.GetProperty("sweep").GetProperty("status").GetString());
    }

    [Fact]
    public void Timings_csv_has_every_work_item()
    {
        // 18 cells, 3 × 2 generators, 3 × 2 synthetic sets.
        List<Dictionary<string, string>> rows = Read("timings.csv");
        Assert.Equal(rows.Count, rows.Select(r => r["work_item"]).Distinct().Count());
        Assert.Equal(Folds * Targets.Length * Strategies.Length,
            rows.Count(r => r["work_item"].StartsWith("cells/", StringComparison.Ordinal)));
        Assert.All(rows, r => Assert.True(Number(r["seconds"]) >= 0));
    }

    [Fact]
    public void Output_without_a_terminal_is_plain_and_carries_labels_table_and_files()
    {
        Assert.DoesNotContain('\u001b', finished.Run.Output + finished.Run.Error);
        Assert.Contains("Shortened protocol:", finished.Run.Output);
        Assert.Contains("Cu2+ (M)", finished.Run.Output);
        Assert.Contains("±", finished.Run.Output);
        Assert.Contains("too few folds", finished.Run.Output);
        Assert.Contains("results.csv", finished.Run.Output);
    }

    [Fact]
    public async Task Running_again_on_a_finished_folder_changes_nothing()
    {
        string before = finished.Sweep.Results("done");
        (await IonSweepProcess.RunAsync(finished.Sweep.Folder, "run", "short.yaml", "--out", "done")).Expect(0);
        Assert.Equal(before, finished.Sweep.Results("done"));
    }

    [Fact]
    public async Task Results_prints_the_same_csv_and_json()
    {
        IonSweepProcess.Ended csv = (await IonSweepProcess.RunAsync(finished.Sweep.Folder, "results", "done", "--format", "csv")).Expect(0);
        Assert.Equal(finished.Sweep.Results("done").TrimEnd('\n'), csv.Output);
        IonSweepProcess.Ended json = (await IonSweepProcess.RunAsync(finished.Sweep.Folder, "results", "done", "--format", "json"))
            .Expect(0);
        Assert.Equal(File.ReadAllText(PathOf("summary.json")).TrimEnd('\n'), json.Output);
    }

    [Fact]
    public async Task Report_says_what_was_run_and_what_came_out()
    {
        (await IonSweepProcess.RunAsync(finished.Sweep.Folder, "report", "done", "--out", PathOf("report.md"))).Expect(0);
        string report = File.ReadAllText(PathOf("report.md"));
        foreach (string part in (string[])["Shortened protocol:", "small.csv", "| Cu2+ (M) |", "| Strategy | Fold | Kept |",
            "Nadeau and Bengio", "too few folds"])
            Assert.Contains(part, report);
    }

    [Fact]
    public async Task A_finished_run_leaves_a_report_page_that_report_writes_again()
    {
        string page = File.ReadAllText(PathOf("report.html"));
        foreach (string part in (string[])["<!DOCTYPE html>", "Shortened protocol.", "small.csv", "figure-mae", "figure-spectra",
            "figure-predictions-cu2", "figure-latents"])
            Assert.Contains(part, page);
        (await IonSweepProcess.RunAsync(finished.Sweep.Folder, "report", "done", "--out", "again.html")).Expect(0);
        Assert.Equal(page, File.ReadAllText(Path.Combine(finished.Sweep.Folder, "again.html")));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string PathOf(string file) => Path.Combine(finished.Sweep.Folder, "done", file);

    private List<Dictionary<string, string>> Read(string file)
    {
        using FileStream stream = File.OpenRead(PathOf(file));
        using CsvReader reader = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = false });
        List<string> header = [];
        List<Dictionary<string, string>> rows = [];
        while (reader.Read())
        {
            List<string> fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            if (header.Count == 0) header = fields;
            else rows.Add(header.Zip(fields).ToDictionary(p => p.First, p => p.Second));
        }
        return rows;
    }
}
