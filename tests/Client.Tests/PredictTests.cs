namespace IonSweep.Client.Tests;

/// <summary>From a sweep to predictions for new spectra.</summary>
public sealed class PredictTests
{
    [Fact]
    public async Task A_model_is_exported_and_predicts_a_table_without_targets()
    {
        using SmallSweep sweep = new();
        sweep.Write("models.yaml", """
            preset: models
            data: { source: file, file: small.csv }
            folds: 2
            models: [pls, mlp-group]
            regression: { hidden: [8, 4], patience: 10, epochCap: 20 }
            """);
        string run = (await IonSweepProcess.RunAsync(sweep.Folder, "run", "models.yaml", "--out", "out")).Expect(0).Output;
        Assert.Contains("Difference of MAE to PLS", run);
        Assert.Contains("Warnings of outliers", run);
        string report = File.ReadAllText(Path.Combine(sweep.Folder, "out", "report.html"));
        foreach (string part in (string[])["<section id=\"models\">", "<section id=\"trust\">", "differences-to-pls-title", "trust-title",
            "targets-sim-title", ">PLS&#x2B;SIM<"]) Assert.Contains(part, report);

        (await IonSweepProcess.RunAsync(sweep.Folder, "export", "out", "--family", "pls", "--strategy", "sim", "--out", "model")).Expect(0);
        string[] table = File.ReadAllLines(Path.Combine(sweep.Folder, "small.csv"));
        sweep.Write("new.csv", string.Join('\n', table.Select(line => string.Join(',', line.Split(',')[2..]))) + "\n");
        string output = (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "model", "new.csv", "--out", "predicted.csv"))
            .Expect(0).Output;
        Assert.Contains("Cu2+ (M)", output);
        Assert.Contains("Coverage", output);
        string[] predicted = File.ReadAllLines(Path.Combine(sweep.Folder, "predicted.csv"));
        Assert.Equal(SmallSweep.Rows + 1, predicted.Length);
        // Two bands and PLS: nearly right on every row.
        for (int row = 1; row <= SmallSweep.Rows; row++)
            Assert.Equal(double.Parse(table[row].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture),
                double.Parse(predicted[row].Split(',')[2], System.Globalization.CultureInfo.InvariantCulture), 0.05);
        // The same from the sweep's own folder.
        (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "out", "--family", "pls", "--strategy", "sim", "new.csv",
            "--out", "again.csv")).Expect(0);
        Assert.Equal(predicted, File.ReadAllLines(Path.Combine(sweep.Folder, "again.csv")));

        // Twice as fine by straight lines: the model's own channels are kept, so the predictions are the same.
        static string Fine(string line)
        {
            double[] cells = [.. line.Split(',')[2..].Select(cell => double.Parse(
                cell, System.Globalization.CultureInfo.InvariantCulture))];
            return string.Join(',', cells.SelectMany((cell, c) => c + 1 < cells.Length ? new[] { cell, (cell + cells[c + 1]) / 2 } : [cell])
                .Select(cell => cell.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
        sweep.Write("fine.csv", string.Join('\n', table.Select(Fine)) + "\n");
        foreach (string kind in (string[])["linear", "cubic"])
        {
            Assert.Contains($"interpolated ({kind}) from 23 channels, 400 to 510 nm, to the model's 12, 400 to 510 nm.",
                (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "model", "fine.csv", "--resample", kind, "--out",
                    "resampled.csv")).Expect(0).Output);
            Assert.Equal(predicted, File.ReadAllLines(Path.Combine(sweep.Folder, "resampled.csv")));
        }
        Assert.Contains("expected linear or cubic, and files before it", (await IonSweepProcess.RunAsync(
            sweep.Folder, "predict", "--model", "model", "--resample", "fine.csv")).Expect(2).Error);

        Assert.Contains("name one of pls, mlp-group",
            (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "out", "new.csv")).Expect(2).Error);
        sweep.Write("short.csv", string.Join('\n', table.Select(line => string.Join(',', line.Split(',')[2..^1]))) + "\n");
        Assert.Contains(
            "--resample", (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "model", "short.csv")).Expect(2).Error);
        Assert.Contains("there is no folder or file 'nowhere'",
            (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "nowhere", "new.csv")).Expect(2).Error);
    }
}
