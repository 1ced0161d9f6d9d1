using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Deployment.Onnx;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep export DIR</c>: takes a trained model out of a sweep, for <c>predict</c> or any other program.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string> output = new("--out", "-o")
        {
            HelpName = "DIR",
            Description = "Folder for card.json and the safetensors files, or NAME.safetensors for one file with all, which servers take; "
                + "with --format onnx a file NAME.onnx, or a folder.",
            Required = true
        };
        Option<string> format = new("--format")
        {
            Description = "safetensors (default), for predict and Python; or onnx, one file for any program that runs ONNX.",
            DefaultValueFactory = _ => "safetensors",
        };
        format.AcceptOnlyFromAmong("safetensors", "onnx");
        DeployedModelArguments which = new();
        Command command = new(
            "export",
            "Write a trained model, one fold's or the ensemble's, with preprocessing and scaling: safetensors and a JSON card, or ONNX.")
        {
            folder, output, format
        };
        which.AddTo(command);
        command.SetAction(async line =>
        {
            DeployedModel model = await which.OpenAsync(line, line.GetValue(folder)!);
            string target = line.GetValue(output)!;
            string written = Path.Combine(target, DeployedModel.CardFileName) + $" and {model.Files.Count} safetensors files";
            if (line.GetValue(format) == "onnx")
            {
                written = target.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? target : Path.Combine(target, "model.onnx");
                WholeFile.Write(written, OnnxExport.ToBytes(model));
            }
            else if (target.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            {
                written = target;
                WholeFile.Write(written, ModelFile.ToBytes(model));
            }
            else model.Save(target);
            PredictionNotes.Write(Terminal.Out, model.Card);
            ConsoleTable.Write(Terminal.Out, PredictionTable.Promise(model.Card));
            Console.Out.WriteLine($"Written: {written}.");
            return ExitCode.Done;
        });
        return command;
    }
}
