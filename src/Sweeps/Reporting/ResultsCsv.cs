using System.Globalization;
using CsvHelper;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Reporting;

/// <summary>
/// <c>results.csv</c>: one row a cell, in full precision, and nothing that varies between runs. A sweep with other model families than
/// source A's network has three more columns: <c>model</c>, <c>model_name</c> and <c>components</c> (of PLS).
/// </summary>
public static class ResultsCsv
{
    /// <summary>Comma-separated, a header line, line feeds, invariant numbers; a failed cell has empty numbers and its reason.</summary>
    public static void Write(TextWriter output, SweepResults results)
    {
        Dictionary<(string, string), StrategyAggregate> names = results.Aggregates.ToDictionary(a => (a.Target, a.Series));
        string data = OutputLabels.Data(results.Summary), protocol = OutputLabels.Protocol(results.Summary);
        bool families = results.Aggregates.Any(aggregate => aggregate.Model != ModelCatalog.Mlp.Slug);
        using CsvWriter csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(
        [
            "fold", "target", "target_name", "unit", "strategy", "strategy_name", .. Only(families, "model", "model_name"), "mae", "rmse",
            "r2", "bias",
            "training_rows", "synthetic_rows", "epochs", "best_epoch", .. Only(families, "components"), "best_validation_loss", "cap_hit",
            "failure", "data",
            "protocol", "trainer", "numerics_version", "model_sha256",
        ]);
        foreach (CellResult cell in results.Cells)
        {
            StrategyAggregate? name = names.GetValueOrDefault((cell.Target, cell.Series));
            csv.WriteRecord(
            [
                Number(cell.Fold), cell.Target, name?.TargetName ?? cell.Target, name?.Unit ?? "", cell.Strategy,
                name?.StrategyName ?? cell.Strategy, .. Only(families, cell.Model, ModelCatalog.Get(cell.Model).Name), Number(cell.Mae),
                Number(cell.Rmse),
                Number(cell.R2), Number(cell.Bias), Number(cell.TrainingRows), Number(cell.SyntheticRows), Number(cell.Epochs),
                Number(cell.BestEpoch),
                .. Only(families, cell.Components > 0 ? Number(cell.Components) : ""), Number(cell.BestValidationLoss),
                cell.CapHit ? "true" : "false",
                cell.Failure?.Reason ?? "", data, protocol, cell.Trainer, Number(cell.NumericsVersion), cell.ModelSha256,
            ]);
        }
    }

    private static string[] Only(bool wanted, params string[] fields) => wanted ? fields : [];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
