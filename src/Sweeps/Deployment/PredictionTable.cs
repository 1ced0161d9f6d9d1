using System.Globalization;
using CsvHelper;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Sweeps.Deployment;

/// <summary>Predictions for new spectra as a table and as CSV.</summary>
public static class PredictionTable
{
    /// <summary>One row a spectrum: values with interval, trust and its reason.</summary>
    public static ReportTable Of(ModelCard card, IReadOnlyList<SpectrumPrediction> predictions)
    {
        bool samples = predictions.Any(prediction => prediction.Sample.Length > 0);
        return new(
            string.Create(CultureInfo.InvariantCulture,
                $"Predictions ± {NumberText.Share(card.Coverage)} interval, ")
                + (card.Training is null ? string.Create(CultureInfo.InvariantCulture, $"mean of {card.Folds.Count} folds")
                    : "trained on all rows"),
            ["Row", .. samples ? ["Sample"] : Array.Empty<string>(), .. card.Targets.Select(Header), "Trust", "Reason"],
            [
                .. predictions.Select((prediction, row) => (IReadOnlyList<string>)
                [
                    (row + 1).ToString(CultureInfo.InvariantCulture), .. samples ? [prediction.Sample] : Array.Empty<string>(),
                    .. card.Targets.Select((target, t) => Value(prediction.Values[t], target.HalfWidth)),
                    Trust(prediction), prediction.IsTrusted ? "–" : string.Join("; ", prediction.Reasons),
                ]),
            ]);
    }

    /// <summary>
    /// Comma-separated, a header line, line feeds, invariant numbers: <c>row</c>, <c>sample</c>, for each target its value, lower and upper
    /// end of the interval, then <c>trust</c> (ok or check) and <c>reason</c>. Ends that are infinite stay empty. Text that a spreadsheet
    /// would run as a formula, which an instrument's sample ids may begin like, is escaped; numbers stay as they are.
    /// </summary>
    public static void WriteCsv(TextWriter output, ModelCard card, IReadOnlyList<SpectrumPrediction> predictions)
    {
        using CsvWriter csv = CsvWriter.Create(
            output, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord(["row", "sample", .. card.Targets.SelectMany(
            target => new[] { Header(target), $"{target.Name} lower", $"{target.Name} upper" }), "trust", "reason"]);
        for (int row = 0; row < predictions.Count; row++)
        {
            SpectrumPrediction prediction = predictions[row];
            csv.WriteField(row + 1, "D");
            csv.WriteField(prediction.Sample);
            for (int t = 0; t < card.Targets.Count; t++)
            {
                double half = card.Targets[t].HalfWidth;
                WriteNumber(csv, prediction.Values[t]);
                WriteNumber(csv, prediction.Values[t] - half);
                WriteNumber(csv, prediction.Values[t] + half);
            }
            csv.WriteField(Trust(prediction));
            csv.WriteField(string.Join("; ", prediction.Reasons));
            csv.EndRecord();
        }
    }

    /// <summary>What the model promises for each target: its interval, the coverage measured, its error.</summary>
    public static ReportTable Promise(ModelCard card) => new(
        $"{card.ModelName}, {card.StrategyName}: what was measured on test rows",
        ["Target", "Calibrated range", "± half width", "Coverage", "MAE"],
        [
            .. card.Targets.Select(target => (IReadOnlyList<string>)
            [
                Header(target), $"{NumberText.Significant(target.Minimum, 4)} … {NumberText.Significant(target.Maximum, 4)}",
                double.IsFinite(target.HalfWidth) ? NumberText.Significant(target.HalfWidth, 3) : "too few rows",
                NumberText.Share(target.MeasuredCoverage), NumberText.Significant(target.MeanMae, 3),
            ]),
        ]);

    private static string Header(CardTarget target) => target.Unit.Length == 0 ? target.Name : $"{target.Name} ({target.Unit})";

    private static string Trust(SpectrumPrediction prediction) => prediction.IsTrusted ? "ok" : "check";

    private static string Value(double value, double half) => double.IsFinite(half) && half > 0
        ? $"{NumberText.Fixed(value, NumberText.Decimals(half, 2))} ± {NumberText.Significant(half, 2)}"
        : NumberText.Significant(value, 4);

    private static void WriteNumber(CsvWriter csv, double value)
    {
        if (double.IsFinite(value)) csv.WriteField(value, "R");
        else csv.WriteField("");
    }
}
