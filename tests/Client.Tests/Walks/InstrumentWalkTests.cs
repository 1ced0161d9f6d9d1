using System.Globalization;
using System.Text;
using MiniExcelLibs;

namespace IonSweep.Client.Tests.Walks;

/// <summary>
/// The whole way of a new user whose spectrometer writes JCAMP-DX, and who has the reference values in Excel: import, look, train, predict.
/// </summary>
public sealed class InstrumentWalkTests
{
    private const int Spectra = 60, Channels = 40;

    [Fact]
    public async Task From_a_folder_of_jcamp_files_and_a_workbook_to_the_prediction_of_a_new_file()
    {
        using SmallSweep sweep = new();
        Directory.CreateDirectory(Path.Combine(sweep.Folder, "spectra"));
        Random random = new(17);
        List<Dictionary<string, object>> values = [];
        for (int i = 0; i < Spectra; i++)
        {
            double fat = 1 + 3 * random.NextDouble(), water = 5 + 5 * random.NextDouble();
            sweep.Write($"spectra/s{i:00}.dx", Jcamp($"s{i:00}", fat, water, random));
            if (i > 1) values.Add(new() { ["file"] = $"s{i:00}", ["Fat (%)"] = fat, ["Water (%)"] = water });
        }
        MiniExcel.SaveAs(Path.Combine(sweep.Folder, "values.xlsx"), values);

        string output = await SaysAsync(sweep, "data", "import", "spectra/*.dx", "--references", "values.xlsx", "--id", "file", "--out",
            "lab.safetensors");
        Assert.Contains("60 files, 60 spectra read; 58 with reference values of Fat (%), Water (%)", output);
        Assert.Contains("2 of 60 spectra have no reference value: s00.dx", output);
        Assert.Contains("40 channels from 3610 to 4000 cm⁻¹, ordinate absorbance", output);

        output = await SaysAsync(sweep, "data", "info", "lab.safetensors", "--html", "lab.html", "--target", "Water");
        Assert.Contains("from 3610 to 4000 cm⁻¹, absorbance", output);
        string page = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(Path.Combine(sweep.Folder, "lab.html")));
        foreach (string part in (string[])["wavenumber (cm⁻¹)", "Spectra, coloured by Water", "58 of 58 samples",
            "Correlations of the targets"])
            Assert.Contains(part, page);

        output = await SaysAsync(sweep, "run", "--preset", "models", "--data", "lab.safetensors", "--folds", "2", "--models",
            "pls,univariate", "--strategies", "e", "--out", "out");
        Assert.Contains("Shortened protocol", output);
        Assert.Contains("3610 to 4000 cm⁻¹, absorbance", System.Net.WebUtility.HtmlDecode(
            await File.ReadAllTextAsync(Path.Combine(sweep.Folder, "out", "report.html"))));

        sweep.Write("new.dx", Jcamp("new", 2.5, 8, random));
        await SaysAsync(sweep, "predict", "--model", "out", "--family", "pls", "new.dx", "--out", "new.csv");
        string[] header = Cells(sweep, "new.csv", 0), predicted = Cells(sweep, "new.csv", 1);
        Assert.Equal(["row", "sample", "Fat (%)"], header[..3]);
        Assert.Equal("new", predicted[1]);
        Assert.Equal(2.5, double.Parse(predicted[2], CultureInfo.InvariantCulture), 0.1);
        Assert.Equal(8, double.Parse(predicted[5], CultureInfo.InvariantCulture), 0.2);

        // The same spectrum as transmittance is refused, until it is converted.
        sweep.Write("percent.dx", Jcamp("new", 2.5, 8, random, percent: true));
        string refused = (await IonSweepProcess.RunAsync(sweep.Folder, "predict", "--model", "out", "--family", "pls", "percent.dx"))
            .Expect(2).Error;
        Assert.Contains("percent holds transmittance in per cent; the model was trained on absorbance", refused);
        await SaysAsync(sweep, "data", "convert", "percent.dx", "--to", "absorbance", "--out", "converted.csv");
        await SaysAsync(sweep, "predict", "--model", "out", "--family", "pls", "converted.csv", "--out", "again.csv");
        Assert.Equal(2.5, double.Parse(Cells(sweep, "again.csv", 1)[2], CultureInfo.InvariantCulture), 0.1);

        // On a finer axis it is refused too, until it may be interpolated.
        sweep.Write("fine.dx", Jcamp("new", 2.5, 8, random, step: 5));
        Assert.Contains("--resample linear or cubic", (await IonSweepProcess.RunAsync(
            sweep.Folder, "predict", "--model", "out", "--family", "pls", "fine.dx")).Expect(2).Error);
        Assert.Contains("interpolated (cubic) from 79 channels", await SaysAsync(
            sweep, "predict", "--model", "out", "--family", "pls", "fine.dx", "--resample", "cubic", "--out", "fine.csv"));
        Assert.Equal(2.5, double.Parse(Cells(sweep, "fine.csv", 1)[2], CultureInfo.InvariantCulture), 0.1);
    }

    [Fact]
    public async Task A_descending_infrared_set_gives_the_errors_of_its_mirror_image_to_the_last_bit()
    {
        using SmallSweep sweep = new();
        string[][] table = [.. SmallSweep.Csv().TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
        string[] results = [];
        foreach (bool descending in (bool[])[false, true])
        {
            string folder = descending ? "descending" : "ascending";
            Directory.CreateDirectory(Path.Combine(sweep.Folder, folder));
            sweep.Write($"{folder}/mirror.csv", string.Join('\n', table.Select((cells, row) =>
            {
                IEnumerable<string> channels = row == 0 ? cells[2..].Select(position => $"{position} cm-1") : cells[2..];
                return string.Join(',', [.. cells[..2], .. descending ? channels.Reverse() : channels]);
            })) + "\n");
            sweep.Write($"{folder}/spec.yaml", """
                preset: custom
                data: { source: file, file: mirror.csv }
                folds: 2
                models: [pls, mlp, cnn-multitask]
                strategies: [sim, vae-n]
                preprocessing: [{kind: savitzkyGolay, window: 5, polynomial: 2, derivative: 1}]
                regression: { hidden: [8, 4], patience: 20, epochCap: 60 }
                generator: { hidden: 8, latents: 3, patience: 20, epochCap: 60 }
                multitask: { patience: 5, epochCap: 10 }
                """);
            await SaysAsync(sweep, "run", $"{folder}/spec.yaml", "--out", $"{folder}/out");
            results = [.. results, sweep.Results($"{folder}/out")];
        }
        Assert.True(results[0].Split('\n').Length > 10);
        Assert.Equal(results[0], results[1]);
    }

    private static async Task<string> SaysAsync(SmallSweep sweep, params string[] command) =>
        (await IonSweepProcess.RunAsync(sweep.Folder, command)).Expect(0).Output;

    private static string[] Cells(SmallSweep sweep, string file, int line) =>
        File.ReadAllLines(Path.Combine(sweep.Folder, file))[line].Split(',');

    /// <summary>A spectrum as an FTIR instrument writes it: wavenumbers from high to low, values as whole numbers with a factor.</summary>
    private static string Jcamp(string title, double fat, double water, Random random, bool percent = false, int step = 10)
    {
        double[] positions = [.. Enumerable.Range(0, 390 / step + 1).Select(c => 4000.0 - c * step)];
        double last = positions[^1];
        StringBuilder text = new(FormattableString.Invariant($"##TITLE= {title}\n##JCAMP-DX= 5.01\n##DATA TYPE= INFRARED SPECTRUM\n")
            + FormattableString.Invariant($"##XUNITS= 1/CM\n##YUNITS= {(percent ? "% TRANSMITTANCE" : "ABSORBANCE")}\n##XFACTOR= 1\n")
            + FormattableString.Invariant($"##YFACTOR= 1E-06\n##FIRSTX= 4000\n##LASTX= {last}\n##DELTAX= -{step}\n")
            + FormattableString.Invariant($"##NPOINTS= {positions.Length}\n##XYDATA= (X++(Y..Y))\n"));
        for (int c = 0; c < positions.Length; c++)
        {
            double absorbance = 0.1 * fat * Math.Exp(-Math.Pow((positions[c] - 3900) / 60, 2))
                + 0.05 * water * Math.Exp(-Math.Pow((positions[c] - 3700) / 80, 2)) + 0.05 + 0.0005 * random.NextDouble();
            double value = percent ? 100 * Math.Pow(10, -absorbance) : absorbance;
            text.Append(CultureInfo.InvariantCulture, $"{(c % 8 == 0 ? $"{positions[c]}" : "")} {Math.Round(value * 1e6)}")
                .Append(c % 8 == 7 || c == positions.Length - 1 ? "\n" : "");
        }
        return text.Append("##END=\n").ToString();
    }
}
