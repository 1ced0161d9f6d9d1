using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Formats;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Conversion;
using IonSweep.Spectra.Storage;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data convert</c>: other ordinates and other units of the axis.</summary>
internal static class DataConvertCommand
{
    private static readonly string[] Ordinates = [.. OrdinateText.AllWords.Except([Ordinate.Intensity.Word()])];
    private static readonly string[] Axes = [.. AxisText.AllWords.Except([AxisUnit.Channel.Word()])];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("file") { HelpName = "FILE", Description = "Spectra in any known format, with targets or without." };
        Option<string?> to = new("--to")
        {
            HelpName = "ORDINATE",
            Description = $"What the values become: {string.Join(", ", Ordinates)}."
        };
        Option<string?> from = new("--from")
        {
            HelpName = "ORDINATE",
            Description = "What the values are, where the file does not say it or says it wrongly."
        };
        Option<string?> axis = new("--axis") { HelpName = "UNIT", Description = $"Unit that the axis gets: {string.Join(", ", Axes)}." };
        Option<string?> fromAxis = new("--from-axis")
        {
            HelpName = "UNIT",
            Description = "What the positions are, where the file does not say it or says it wrongly."
        };
        Option<double?> laser = new("--laser")
        {
            HelpName = "NM",
            Description = "Wavelength of the exciting line in nm, for Raman shifts.",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
                    && double.IsFinite(value)) return value;
                result.AddError($"--laser is '{text}'; expected a wavelength in nm, such as 785.");
                return null;
            },
        };
        Option<string> output = new("--out", "-o")
        {
            HelpName = "FILE",
            Description = "Where the spectra go: NAME.csv, or NAME.safetensors for those with targets.",
            Required = true
        };
        Command command = new("convert", "Convert the values or the axis of spectra, and write them to a new file.")
        {
            file, to, from, axis, fromAxis, laser, output,
        };
        command.SetAction(line =>
        {
            Ordinate? wanted = OrdinateOf("--to", line.GetValue(to), Ordinates), said = OrdinateOf(
                "--from", line.GetValue(from), OrdinateText.AllWords);
            AxisUnit? unit = UnitOf("--axis", line.GetValue(axis), Axes), saidUnit = UnitOf(
                "--from-axis", line.GetValue(fromAxis), AxisText.AllWords);
            if (wanted is null && said is null && unit is null && saidUnit is null)
                throw new InvalidInputException("There is nothing to convert: give --to for the values, --axis for the axis, or both.");
            string path = line.GetValue(file)!, target = line.GetValue(output)!;
            SpectralDataset? data = DatasetFile.ReadBlocks(DatasetFile.Open(path)).All(block => block.Targets.Count > 0)
                ? DatasetFile.Read(path) : null;
            UnlabelledSpectra found = data is null ? DatasetFile.ReadSpectra(path) : UnlabelledSpectra.Of(data), converted = found with
            {
                Ordinate = said ?? found.Ordinate,
                AxisUnit = saidUnit ?? found.AxisUnit,
            };
            if (wanted is { } ordinate) converted = OrdinateConversion.Convert(converted, ordinate);
            if (unit is { } other) converted = AxisConversion.Convert(converted, other, line.GetValue(laser));
            Write(data, converted, target);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{converted.RowCount} spectra: {Of(found)} became {Of(converted)}."));
            Console.Out.WriteLine($"Written: {target}");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(SpectralDataset? data, UnlabelledSpectra converted, string path)
    {
        bool artifact = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        if (data is null && artifact)
            throw new InvalidInputException($"--out: spectra without targets are no dataset; write them as CSV, not as '{path}'.");
        if (data is null) DatasetCsvWriter.WriteFile(converted, path);
        else if (artifact) File.WriteAllBytes(path, DatasetArtifact.Of(data.With(converted)).Bytes.ToArray());
        else DatasetCsvWriter.WriteFile(data.With(converted), path);
    }

    private static string Of(UnlabelledSpectra spectra) => string.Create(CultureInfo.InvariantCulture,
        $"{(spectra.Ordinate == Ordinate.Unknown ? "values" : spectra.Ordinate.Name())} at {spectra.Wavelengths.Count} channels from "
            + $"{spectra.Wavelengths[0]} to {spectra.Wavelengths[^1]}{spectra.AxisUnit.Suffix()}");

    private static Ordinate? OrdinateOf(string option, string? word, IReadOnlyList<string> words) => word is null ? null
        : words.Contains(word.ToLowerInvariant()) ? OrdinateText.Parse(word)
        : throw new InvalidInputException($"{option} is '{word}'; expected {string.Join(", ", words)}.");

    private static AxisUnit? UnitOf(string option, string? word, IReadOnlyList<string> words) => word is null ? null
        : words.Contains(word, StringComparer.OrdinalIgnoreCase) ? AxisText.Parse(word)
        : throw new InvalidInputException($"{option} is '{word}'; expected {string.Join(", ", words)}.");
}
