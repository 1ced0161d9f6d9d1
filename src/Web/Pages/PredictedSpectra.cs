using IonSweep.Charts.Figures;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Reporting;
using IonSweep.Web.Api;

namespace IonSweep.Web.Pages;

/// <summary>What a model says of files of new spectra: a table, drawings and a CSV file.</summary>
/// <param name="Table">One row a spectrum.</param>
/// <param name="Figures">Spectra before the training range, those with warnings first, <see cref="MostDrawn"/> at most.</param>
/// <param name="Csv">All predictions as <c>ionsweep predict --out</c> writes them.</param>
/// <param name="Count">Spectra predicted.</param>
/// <param name="Warned">Spectra that need a check.</param>
/// <param name="Refused">Files that could not be used, and why.</param>
public sealed record PredictedSpectra(
    ReportTable Table, IReadOnlyList<NewSpectrumFigure> Figures, string Csv, int Count, int Warned, IReadOnlyList<string> Refused)
{
    /// <summary>Spectra that are drawn at most, so that a page of thousands still opens.</summary>
    public const int MostDrawn = 60;

    /// <summary>Rows of the table that are shown at most; the CSV file has all.</summary>
    public const int MostRows = 1000;

    /// <summary>Predicts the spectra of some files; one that cannot be used is told and keeps no other from being predicted.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="files">Files in any known format.</param>
    /// <param name="reading">What their sender says of them.</param>
    /// <param name="resample">How other channels are brought to the model's; null refuses them.</param>
    public static PredictedSpectra Of(
        Predictor predictor, IReadOnlyList<(string Name, byte[] Bytes)> files, ReadingOptions reading, Interpolation? resample)
    {
        List<SpectrumPrediction> predictions = [];
        List<float[]> spectra = [];
        List<string> refused = [];
        foreach ((string name, byte[] bytes) in files)
        {
            try
            {
                string label = DatasetEndpoints.FileName(name);
                UnlabelledSpectra read = predictor.OnAxis(DatasetFile.ReadSpectra(new FileContent(label, bytes), reading), resample);
                foreach ((SpectrumPrediction one, int row) in predictor.Predict(read).Select((one, row) => (one, row)))
                {
                    string sample = one.Sample.Length > 0 ? one.Sample : read.RowCount == 1 ? label
                        : files.Count > 1 ? $"{label} {row + 1}" : "";
                    predictions.Add(one with { Sample = sample });
                    spectra.Add(predictor.Prepared(read.Spectrum(row)));
                }
            }
            catch (InvalidDatasetException e)
            {
                refused.Add(e.Message);
            }
        }
        (float[] lowest, float[] highest) = predictor.TrainingRange();
        ModelCard card = predictor.Card;
        ReportTable table = PredictionTable.Of(card, predictions);
        return new PredictedSpectra(
            table with { Rows = [.. table.Rows.Take(MostRows)] },
            [
                .. Enumerable.Range(0, spectra.Count).OrderBy(row => predictions[row].IsTrusted).ThenBy(row => row).Take(MostDrawn)
                    .Select(row => new NewSpectrumFigure(row + 1, predictions[row].Sample, card.Wavelengths, lowest, highest, spectra[row])
                    { AxisUnit = card.AxisUnit, Ordinate = card.Preprocessing.Count == 0 ? card.Ordinate : Ordinate.Unknown }),
            ],
            ModelEndpoints.CsvOf(card, predictions), predictions.Count, predictions.Count(one => !one.IsTrusted), refused);
    }
}
