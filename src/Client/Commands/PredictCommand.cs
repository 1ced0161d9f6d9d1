using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Formats;
using IonSweep.Learning.Cpu;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Client.Commands;

/// <summary>
/// <c>ionsweep predict --model DIR FILE</c>: concentrations of new spectra, with intervals and with warnings where not to believe them.
/// </summary>
internal static class PredictCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("file")
        {
            HelpName = "FILE",
            Description = "Spectra in any known format; targets may be missing and are not looked at."
        };
        Option<string> source = new("--model")
        {
            HelpName = "PATH",
            Description = "File that 'train' wrote, folder that 'export' wrote, or that of a finished sweep.",
            Required = true
        };
        Option<string?> output = new("--out", "-o") { HelpName = "FILE", Description = "Write the predictions as CSV." };
        ResampleOption resample = new("Interpolate spectra of other channels instead of refusing them.");
        DeployedModelArguments which = new();
        Command command = new(
            "predict", "Predict the targets of new spectra: mean of the folds, interval, and a warning where not to believe it.") { file,
                source, output };
        resample.AddTo(command);
        which.AddTo(command);
        ReadingArguments reading = new();
        reading.AddTo(command);
        command.SetAction(async line =>
        {
            string folder = line.GetValue(source)!;
            if (!Directory.Exists(folder) && !File.Exists(folder))
                throw new InvalidInputException(
                    $"--model: there is no folder or file '{folder}' (looked in '{Directory.GetCurrentDirectory()}').");
            UnlabelledSpectra spectra = DatasetFile.ReadSpectra(line.GetValue(file)!, reading.Read(line));
            DeployedModel model = await which.OpenAsync(line, folder);
            Predictor predictor = new(model, new NetworkEvaluator());
            Interpolation? interpolation = resample.Of(line);
            UnlabelledSpectra onAxis = predictor.OnAxis(spectra, interpolation);
            IReadOnlyList<SpectrumPrediction> predictions = predictor.Predict(onAxis);
            PredictionNotes.Write(Terminal.Out, model.Card);
            if (!ReferenceEquals(onAxis, spectra))
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"The spectra were interpolated ({interpolation.ToString()!.ToLowerInvariant()}) from {spectra.Wavelengths.Count} ")
                    + string.Create(CultureInfo.InvariantCulture,
                    $"channels, {spectra.Wavelengths[0]} to {spectra.Wavelengths[^1]}{spectra.AxisUnit.Suffix()}, to the model's ")
                    + string.Create(CultureInfo.InvariantCulture,
                    $"{onAxis.Wavelengths.Count}, {onAxis.Wavelengths[0]} to {onAxis.Wavelengths[^1]}{onAxis.AxisUnit.Suffix()}."));
            if (spectra.Origin.IsSimulated) Console.Out.WriteLine($"The spectra are simulated: {spectra.Origin.Description}.");
            if (spectra.Note is { } note) Console.Out.WriteLine($"Of {line.GetValue(file)} {note}.");
            ConsoleTable.Write(Terminal.Out, PredictionTable.Of(model.Card, predictions));
            ConsoleTable.Write(Terminal.Out, PredictionTable.Promise(model.Card));
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{predictions.Count(p => !p.IsTrusted)} of {predictions.Count} spectra need a check."));
            if (line.GetValue(output) is { } path)
            {
                using StringWriter csv = new(CultureInfo.InvariantCulture);
                PredictionTable.WriteCsv(csv, model.Card, predictions);
                WholeFile.Write(path, csv.ToString());
                Console.Out.WriteLine($"Written: {path}");
            }
            return ExitCode.Done;
        });
        return command;
    }
}
